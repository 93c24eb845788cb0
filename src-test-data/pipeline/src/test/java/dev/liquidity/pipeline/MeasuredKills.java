package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills of the connector, each measured: how many ticks it had read and not yet handed to the operating system, and how
 * many were unread in the system's buffers. The connector is frozen first, so that both can be counted at the moment of
 * its death.
 */
final class MeasuredKills implements Fault.Strike {
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_500;
    private static final int FIRST_TICKS = 100;
    private static final Duration SETTLING = Duration.ofMillis(100);
    private static final Path SOCKETS = Path.of("/proc/net/tcp");
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private final int times;
    private final List<Loss> losses = new ArrayList<>();

    /**
     * The cost of a kill.
     *
     * @param unread ticks that the connector had not read: the exchange had written them to the socket
     * @param own ticks that it had read and not journaled; by whole frames, so a tick more or less
     */
    record Loss(long unread, long own) {}

    MeasuredKills(int times) {
        this.times = times;
    }

    /** True if the unread bytes of a socket's buffer can be found out here; in a chroot they may not. */
    static boolean isPossible() {
        return Files.isReadable(SOCKETS);
    }

    List<Loss> losses() {
        return losses;
    }

    @Override
    public void on(Rig rig, Random random) throws Exception {
        rig.drain();
        long before = unjournaled(rig);
        rig.exchange().flow().running(true);
        for (int i = 0; i < times; i++) {
            rig.awaitSent(FIRST_TICKS);
            Await.elapsed(Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
            rig.connector().freeze();
            rig.exchange().flow().running(false);
            Await.elapsed(SETTLING);
            long unread = Math.round(unreadBytes(rig.exchange().tickerUrl().getPort()) / bytesPerTick(rig));
            rig.connector().kill();
            long lost = unjournaled(rig) - before;
            losses.add(new Loss(unread, lost - unread));
            before += lost;
            rig.exchange().flow().running(true);
            rig.connector().start();
        }
    }

    private static long unjournaled(Rig rig) throws IOException {
        return rig.exchange().sentTicks()
                - JournalTicks.read(rig.setup().journal()).size();
    }

    private static double bytesPerTick(Rig rig) {
        long bytes = rig.exchange().sockets().stream()
                .mapToLong(socket -> socket.bytes())
                .sum();
        return (double) bytes / rig.exchange().sentTicks();
    }

    /** The bytes that the system holds for the clients of a port. */
    private static long unreadBytes(int port) throws IOException {
        String suffix = String.format(":%04X", port);
        long bytes = 0;
        for (Path table : List.of(SOCKETS, Path.of(SOCKETS + "6"))) {
            for (String line : Files.exists(table) ? Files.readAllLines(table) : List.<String>of()) {
                String[] columns = line.strip().split("\\s+");
                if (columns[REMOTE].endsWith(suffix)) {
                    bytes += Long.parseLong(columns[QUEUES].split(":")[1], 16);
                }
            }
        }
        return bytes;
    }
}
