package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** What can happen to Redis. */
final class RedisFaults {
    /** Everything in it is forgotten, while it runs on. */
    static final Fault FLUSHALL =
            Fault.harmless("Redis: FLUSHALL in mid-session", (rig, random) -> rig.ask(jedis -> jedis.flushAll()));

    private static final String APPEND_ONLY_FILE = "appendonly.aof";

    private RedisFaults() {}

    /** Killed, and started again with nothing in it. */
    static Fault restartedEmpty(Duration away) {
        return Fault.harmless("Redis: killed and restarted empty, " + away.toSeconds() + " s away", (rig, random) -> {
            rig.redis().kill();
            Await.elapsed(away);
            rig.redis().start();
        });
    }

    /** SIGSTOP: connections stay open and nothing is answered. */
    static Fault frozen(Duration time) {
        return Fault.harmless("Redis: SIGSTOP for " + time.toSeconds() + " s", (rig, random) -> {
            rig.redis().freeze();
            try {
                Await.elapsed(time);
                rig.expectStalled();
            } finally {
                rig.redis().thaw();
            }
        });
    }

    /** Every connection of the two programs is cut, several times. */
    static Fault clientsKilled(int times) {
        return Fault.harmless("Redis: CLIENT KILL of every connection, " + times + " times", (rig, random) -> {
            for (int i = 0; i < times; i++) {
                rig.ask(RedisFaults::killClients);
                Await.elapsed(Duration.ofMillis(random.nextInt(100, 700)));
            }
        });
    }

    /** Shut down in order and started again with what its append-only file has; needs {@code appendonly yes}. */
    static Fault restartedWithItsFile(Duration away) {
        return Fault.harmless("Redis: SHUTDOWN and restarted with AOF", (rig, random) -> {
            rig.redis().stop();
            Await.elapsed(away);
            rig.redis().start();
        });
    }

    /** Started again as it was a while ago, as a replica that lagged is when it is promoted; needs {@code appendonly yes}. */
    static Fault wentBack(long bytes) {
        return Fault.harmless(
                "Redis: restarted without the last " + bytes / 1024 + " KiB of its AOF", (rig, random) -> {
                    rig.redis().kill();
                    Path file = rig.redis().directory().resolve(APPEND_ONLY_FILE);
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(Math.max(0, channel.size() - bytes));
                    }
                    rig.redis().start();
                });
    }

    /** No memory for any further write, and no eviction. */
    static Fault outOfMemory(Duration time) {
        return Fault.harmless("Redis: maxmemory reached, noeviction, " + time.toSeconds() + " s", (rig, random) -> {
            long used = rig.usedRedisMemory();
            rig.ask(jedis -> jedis.configSet("maxmemory", Long.toString(used)));
            try {
                // First what is stored may be trimmed to make room; then there is none to be made.
                Await.elapsed(time.dividedBy(2));
                rig.ask(jedis -> jedis.configSet("maxmemory", "1mb"));
                Await.elapsed(time.dividedBy(2));
                rig.expectStalled();
            } finally {
                rig.ask(jedis -> jedis.configSet("maxmemory", "0"));
            }
        });
    }

    /** A replica of a master that is not there: it can be read and not be written. */
    static Fault readOnly(Duration time) {
        return Fault.harmless("Redis: made a replica (READONLY) for " + time.toSeconds() + " s", (rig, random) -> {
            rig.ask(jedis -> jedis.sendCommand(Protocol.Command.REPLICAOF, "127.0.0.1", "1"));
            try {
                Await.elapsed(time);
                rig.expectStalled();
            } finally {
                rig.ask(jedis -> jedis.sendCommand(Protocol.Command.REPLICAOF, "NO", "ONE"));
            }
        });
    }

    /** Another password, with every connection cut, and the old one again. */
    static Fault passwordChanged(Duration time) {
        return Fault.harmless("Redis: password changed and back, " + time.toSeconds() + " s", (rig, random) -> {
            String password = rig.setup().redisPassword();
            // On one connection: it stays authenticated, and CLIENT KILL spares it.
            rig.ask(jedis -> {
                jedis.configSet("requirepass", "another");
                try {
                    killClients(jedis);
                    Await.elapsed(time);
                    rig.expectStalled();
                } finally {
                    jedis.configSet("requirepass", password);
                }
                return null;
            });
        });
    }

    private static Object killClients(Jedis jedis) {
        return jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal");
    }
}
