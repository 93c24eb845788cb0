package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Opens Redis connections, and tells a failure that may pass from one that only the user can mend.
 *
 * <p>A connection belongs to one thread. After a {@link JedisConnectionException} it can't be used any more: close it
 * and open another.
 */
public final class RedisConnections {
    /** The longest time that connecting may take. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** The longest time that a reply may take. A blocking read must ask the server to block for less. */
    public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);

    /** Error codes of a server that works but refuses this client: waiting does not mend them. */
    private static final Set<String> REFUSALS =
            Set.of("NOAUTH", "WRONGPASS", "NOPERM", "WRONGTYPE", "DENIED", "MOVED", "ASK", "CROSSSLOT", "CLUSTERDOWN");

    /** Those of them that pass in a cluster, once it is asked again who has the key. */
    private static final Set<String> MOVES = Set.of("MOVED", "ASK", "CLUSTERDOWN");

    private RedisConnections() {}

    /**
     * Opens a connection that is ready to use: authenticated, its database selected, its name set. In a cluster, it is
     * to the node that has the stream and all keys that are named after it.
     *
     * @param clientName without blanks, as {@code CLIENT LIST} shows it
     * @throws JedisException if the server can't be reached or does not serve yet (loading, too many clients): trying
     *     again may help
     * @throws UserException ({@link ExitCode#REDIS}) if it refuses user, password or database: trying again does not
     *     help
     */
    public static RedisConnection open(Settings.Redis redis, String clientName) {
        Sentinels sentinels = redis.sentinel() == null ? null : Sentinels.of(redis.sentinel());
        RedisConnection connection = null;
        HostAndPort server = new HostAndPort(redis.host(), redis.port());
        try {
            if (redis.isCluster()) {
                server = ClusterNodes.of(redis).ownerOf(SafeEncoder.encode(redis.streamName()));
            } else if (sentinels != null) {
                server = sentinels.master();
            }
            connection = RedisConnection.open(server, redis, clientName, CONNECT_TIMEOUT, REPLY_TIMEOUT);
            if (sentinels != null) {
                requireMaster(connection, server);
                sentinels.opened(connection, server);
            }
            return connection;
        } catch (JedisDataException e) {
            close(connection);
            throw isRefusal(redis, e) || isFaultOfSettings(e) ? unusable(redis, e) : e;
        } catch (RuntimeException e) {
            close(connection);
            boolean isOfMaster = redis.sentinel() != null && e.getCause() != null;
            throw isOfMaster ? new JedisConnectionException(reason(e) + ", at " + server) : e;
        }
    }

    /** A server that was promoted, or demoted, takes a moment to know. */
    private static void requireMaster(Connection connection, HostAndPort server) {
        List<?> role = (List<?>) connection.executeCommand(new CommandArguments(Protocol.Command.ROLE));
        if (!"master".equals(SafeEncoder.encode((byte[]) role.get(0)))) {
            throw new JedisConnectionException(server + " is not a master yet, or not any more");
        }
    }

    /** Ends with what a server in cluster mode would say only later, of each key that another node has. */
    private static RedisConnection refusingCluster(Settings.Redis redis, RedisConnection connection) {
        try {
            connection.executeCommand(new CommandArguments(Protocol.Command.CLUSTER).add("INFO"));
        } catch (JedisDataException e) {
            // No cluster, or no right to ask.
            return connection;
        } catch (JedisConnectionException e) {
            close(connection);
            throw e;
        }
        close(connection);
        throw ClusterModeException.isCluster(redis);
    }

    /**
     * Opens a connection like {@link #open}, and keeps trying for a while: two programs that are started together may
     * be in any order.
     *
     * @return null if a stop was requested meanwhile
     * @throws ClusterModeException if it is in cluster mode and should not be, or should be and is not
     * @throws UserException ({@link ExitCode#REDIS}) if it can't be opened in time, or never can
     */
    public static RedisConnection openWithin(
            Duration patience, Settings.Redis redis, String clientName, StopSignal stop) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        while (true) {
            try {
                RedisConnection connection = open(redis, clientName);
                return redis.isCluster() ? connection : refusingCluster(redis, connection);
            } catch (JedisException e) {
                if (System.nanoTime() >= deadline) {
                    throw new UserException(
                            ExitCode.REDIS,
                            "Redis at " + address(redis) + " can't be reached (" + reason(e) + "): " + advice(redis, e),
                            e);
                }
                if (backoff.failures() == 0) {
                    LOG.warn(
                            "Redis at {} is not there yet ({}); trying for {} s",
                            address(redis),
                            reason(e),
                            patience.toSeconds());
                }
            }
            if (stop.await(backoff.nextMillis())) {
                return null;
            }
        }
    }

    private static String advice(Settings.Redis redis, Throwable failure) {
        String where = redis.isCluster() ? "redis.nodes" : "redis.host, redis.port";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "correct " + where + " and redis.ssl, or have Java trust the server's certificate"
                        + " (-Djavax.net.ssl.trustStore=FILE)";
            }
        }
        return redis.sentinel() == null
                ? "start it, or correct " + where + " and redis.ssl"
                : "start sentinels and servers, or correct redis.sentinel";
    }

    /**
     * True if an error reply means that the server works but refuses the request: a missing right, a key of another
     * type. Other errors (loading, read-only replica, out of memory, failing over) pass.
     */
    public static boolean isRefusal(Settings.Redis redis, JedisDataException error) {
        String code = code(error);
        return error instanceof JedisAccessControlException
                || REFUSALS.contains(code) && !(redis.isCluster() && MOVES.contains(code));
    }

    /** @return the refusal as one line for the user */
    public static UserException unusable(Settings.Redis redis, JedisDataException error) {
        String advice = switch (code(error)) {
            case "NOAUTH" -> "set redis.password or REDIS_PASSWORD";
            case "WRONGPASS" -> "correct redis.username and redis.password (or REDIS_PASSWORD)";
            case "NOPERM" -> "give redis.username the rights it lacks (ACL SETUSER)";
            case "WRONGTYPE" -> "the key is in use by another program: choose another redis.stream_name or redis.db";
            default -> "correct the redis section of the configuration, or the server";
        };
        return new UserException(
                ExitCode.REDIS,
                "Redis at " + address(redis) + " can't be used (" + error.getMessage() + "): " + advice,
                error);
    }

    /** @return the first word of an error reply, which is its kind; empty if it has none */
    public static String code(JedisDataException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        int blank = message.indexOf(' ');
        return blank < 0 ? message : message.substring(0, blank);
    }

    /** @return what went wrong, on one line: the message of the innermost cause that has one */
    public static String reason(Throwable failure) {
        Throwable innermost = failure;
        String reason = failure.getMessage();
        while (innermost.getCause() != null || innermost.getSuppressed().length > 0) {
            innermost = innermost.getCause() != null
                    ? innermost.getCause()
                    : innermost.getSuppressed()[0];
            if (innermost.getMessage() != null) {
                reason = innermost.getMessage();
            }
        }
        return (reason == null ? failure.toString() : reason)
                .lines()
                .findFirst()
                .orElse("no reason given");
    }

    /** @return the value of a name in a reply of alternating names and values, as XINFO's */
    public static Object field(List<?> pairs, String name) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (name.equals(SafeEncoder.encode((byte[]) pairs.get(i)))) {
                return pairs.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO without " + name);
    }

    /** @return {@code host:port}, the master's name and its sentinels, or the cluster's nodes */
    public static String address(Settings.Redis redis) {
        Settings.Sentinel sentinel = redis.sentinel();
        return redis.isCluster()
                ? String.join(",", redis.nodes())
                : sentinel == null
                        ? redis.host() + ":" + redis.port()
                        : sentinel.master() + " of " + String.join(",", sentinel.nodes());
    }

    /** Closes a connection in whatever state it is; does nothing for null. */
    public static void close(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (RuntimeException e) {
                LOG.debug("A Redis connection failed to close: {}", reason(e));
            }
        }
    }

    /** While connecting, a general error is about user, password or database, except when clients are too many. */
    private static boolean isFaultOfSettings(JedisDataException error) {
        return "ERR".equals(code(error)) && !error.getMessage().contains("max number of clients");
    }
}
