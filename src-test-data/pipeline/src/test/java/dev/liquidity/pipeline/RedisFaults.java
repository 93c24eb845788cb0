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
    /** All keys are deleted while it runs. */
    static final Fault FLUSHALL =
            Fault.harmless("Redis: FLUSHALL in mid-session", (rig, random) -> rig.ask(jedis -> jedis.flushAll()));

    private static final String USED_MEMORY = "used_memory:";
    private static final String APPEND_ONLY_FILE = "appendonly.aof";

    private RedisFaults() {}

    /** Killed, and started again empty. */
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

    /** Shut down and started again from its append-only file; needs {@code appendonly yes}. */
    static Fault restartedWithItsFile(Duration away) {
        return Fault.harmless("Redis: SHUTDOWN and restarted with AOF", (rig, random) -> {
            rig.redis().stop();
            Await.elapsed(away);
            rig.redis().start();
        });
    }

    /** Started again without its last writes, like a promoted replica that lagged; needs {@code appendonly yes}. */
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

    /** Out of memory, without eviction. */
    static Fault outOfMemory(Duration time) {
        return Fault.harmless("Redis: maxmemory reached, noeviction, " + time.toSeconds() + " s", (rig, random) -> {
            long used = usedMemory(rig);
            rig.ask(jedis -> jedis.configSet("maxmemory", Long.toString(used)));
            try {
                // First, stored entries can be trimmed to make room; then nothing is left to trim.
                Await.elapsed(time.dividedBy(2));
                rig.ask(jedis -> jedis.configSet("maxmemory", "1mb"));
                Await.elapsed(time.dividedBy(2));
                rig.expectStalled();
            } finally {
                rig.ask(jedis -> jedis.configSet("maxmemory", "0"));
            }
        });
    }

    /** A replica of a missing master: it can be read but not written. */
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

    /** The password is changed, every connection is cut, and the old password set again. */
    static Fault passwordChanged(Duration time) {
        return Fault.harmless("Redis: password changed and back, " + time.toSeconds() + " s", (rig, random) -> {
            String password = rig.setup().redisPassword();
            // On one connection, which stays authenticated and which CLIENT KILL spares.
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

    /** Bytes that Redis uses for all it has. */
    static long usedMemory(Rig rig) {
        String line = rig.ask(jedis -> jedis.info("memory"))
                .lines()
                .filter(text -> text.startsWith(USED_MEMORY))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring(USED_MEMORY.length()).strip());
    }

    private static Object killClients(Jedis jedis) {
        return jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal");
    }
}
