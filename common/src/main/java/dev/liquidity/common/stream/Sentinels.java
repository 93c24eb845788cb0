package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The sentinels of a master: they say where it is whenever a connection is opened, and when it has moved, those to the
 * old one are cut, since that may be alive and not know yet. Thread-safe.
 */
final class Sentinels {
    private static final Logger LOG = LoggerFactory.getLogger(Sentinels.class);
    private static final int CONNECT_MILLIS = 500;
    private static final int REPLY_MILLIS = 2_000;
    private static final long RETRY_MILLIS = 1_000;

    /** A sentinel that says nothing for so long may be gone: the next one is listened to. */
    private static final int LISTEN_MILLIS = 30_000;

    private static final String SWITCH = "+switch-master";

    /** One a process and master: the settings do not change while it runs. */
    private static final Map<Settings.Sentinel, Sentinels> ALL = new ConcurrentHashMap<>();

    private final Settings.Sentinel settings;

    /** The open connections, with the server that each is to. */
    private final Map<RedisConnection, HostAndPort> open = new WeakHashMap<>();

    private Sentinels(Settings.Sentinel settings) {
        this.settings = settings;
    }

    static Sentinels of(Settings.Sentinel settings) {
        return ALL.computeIfAbsent(settings, Sentinels::start);
    }

    private static Sentinels start(Settings.Sentinel settings) {
        Sentinels sentinels = new Sentinels(settings);
        Thread watch = new Thread(sentinels::watch, "sentinel-watch");
        watch.setDaemon(true);
        watch.start();
        return sentinels;
    }

    /**
     * Where the master is, as most of the sentinels say that answer: one that was cut off may not know yet.
     *
     * @throws JedisConnectionException if none answers
     * @throws UserException ({@link ExitCode#REDIS}) if those that answer watch no master of the name
     */
    HostAndPort master() {
        Map<HostAndPort, Integer> votes = new HashMap<>();
        JedisException failure = null;
        boolean isUnknown = false;
        for (String node : settings.nodes()) {
            try (Jedis sentinel = connect(node, REPLY_MILLIS)) {
                List<String> address = sentinel.sentinelGetMasterAddrByName(settings.master());
                isUnknown |= address == null;
                if (address != null) {
                    votes.merge(new HostAndPort(address.get(0), Integer.parseInt(address.get(1))), 1, Integer::sum);
                }
            } catch (JedisException e) {
                failure = e;
            }
        }
        if (votes.isEmpty() && isUnknown) {
            throw new UserException(
                    ExitCode.REDIS,
                    "no sentinel of " + String.join(", ", settings.nodes()) + " watches a master named "
                            + settings.master() + ": correct redis.sentinel.master");
        }
        if (votes.isEmpty()) {
            throw new JedisConnectionException("no sentinel answers: " + RedisConnections.reason(failure));
        }
        return Collections.max(votes.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Notes a connection, which is cut when the master is elsewhere. */
    void opened(RedisConnection connection, HostAndPort server) {
        synchronized (open) {
            open.put(connection, server);
        }
    }

    private void watch() {
        for (int i = 0; ; i = (i + 1) % settings.nodes().size()) {
            try (Jedis sentinel = connect(settings.nodes().get(i), LISTEN_MILLIS)) {
                sentinel.subscribe(
                        new JedisPubSub() {
                            @Override
                            public void onSubscribe(String channel, int channels) {
                                // It may have moved before.
                                cutAllBut(master());
                            }

                            @Override
                            public void onMessage(String channel, String message) {
                                String[] words = message.split(" ");
                                if (words[0].equals(settings.master())) {
                                    LOG.warn(
                                            "Redis' master has moved from {}:{} to {}:{}",
                                            words[1],
                                            words[2],
                                            words[3],
                                            words[4]);
                                    cutAllBut(new HostAndPort(words[3], Integer.parseInt(words[4])));
                                }
                            }
                        },
                        SWITCH);
            } catch (JedisException | UserException e) {
                LOG.debug(
                        "Sentinel {} can't be listened to: {}", settings.nodes().get(i), e.getMessage());
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void cutAllBut(HostAndPort master) {
        synchronized (open) {
            for (Map.Entry<RedisConnection, HostAndPort> connection : open.entrySet()) {
                if (!connection.getValue().equals(master)) {
                    connection.getKey().cut();
                }
            }
            open.values().removeIf(server -> !server.equals(master));
        }
    }

    private Jedis connect(String node, int replyMillis) {
        int colon = node.lastIndexOf(':');
        return new Jedis(
                new HostAndPort(node.substring(0, colon), Integer.parseInt(node.substring(colon + 1))),
                DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(CONNECT_MILLIS)
                        .socketTimeoutMillis(replyMillis)
                        .password(
                                settings.password() == null
                                        ? null
                                        : settings.password().reveal())
                        .build());
    }
}
