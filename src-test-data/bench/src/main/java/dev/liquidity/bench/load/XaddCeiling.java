package dev.liquidity.bench.load;

import dev.liquidity.bench.rig.RedisClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** How many entries a second the Redis here takes at best, whoever sends them. */
public final class XaddCeiling {
    /** As many as the connector puts into a batch. */
    private static final int BATCH = 500;

    private static final String STREAM = "ceiling";
    private static final String MAX_LENGTH = "100000";

    private XaddCeiling() {}

    /**
     * Entries a second from a bare loop over one connection, the next batch on its way while the last one is answered.
     *
     * @param data an entry's bytes
     */
    public static double ofLoop(int port, byte[] data, double seconds) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        byte[] command = Pipe.xadd(STREAM, MAX_LENGTH, "*", data);
        for (int i = 0; i < BATCH; i++) {
            batch.writeBytes(command);
        }
        byte[] bytes = batch.toByteArray();
        try (Pipe pipe = new Pipe(port);
                RedisClient redis = new RedisClient(port)) {
            run(pipe, bytes, Math.min(1, seconds / 4));
            double rate = run(pipe, bytes, seconds);
            redis.ask("DEL", STREAM);
            return rate;
        }
    }

    private static double run(Pipe pipe, byte[] batch, double seconds) throws IOException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long entries = 0;
        pipe.send(batch, batch.length);
        while (System.nanoTime() < end) {
            pipe.send(batch, batch.length);
            pipe.await(BATCH);
            entries += BATCH;
        }
        pipe.await(BATCH);
        return (entries + BATCH) / ((System.nanoTime() - begin) / 1e9);
    }

    /** The same by redis-benchmark; empty where that is not installed. */
    public static OptionalDouble ofRedisBenchmark(int port, int dataLength, int entries, Path directory)
            throws InterruptedException {
        Path output = directory.resolve("redis-benchmark.out");
        try {
            Process process = new ProcessBuilder(List.of(
                            "redis-benchmark",
                            "-p",
                            Integer.toString(port),
                            "-c",
                            "1",
                            "-P",
                            Integer.toString(BATCH),
                            "-n",
                            Integer.toString(entries),
                            "--csv",
                            "XADD",
                            STREAM,
                            "MAXLEN",
                            "~",
                            MAX_LENGTH,
                            "*",
                            "data",
                            "x".repeat(dataLength)))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return OptionalDouble.empty();
            }
            List<String> lines = Files.readAllLines(output);
            String[] cells = lines.get(lines.size() - 1).split("\",\"");
            return OptionalDouble.of(Double.parseDouble(cells[1].replace("\"", "")));
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }
}
