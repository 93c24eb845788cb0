package dev.liquidity.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A long run of faults in an order given by a seed. After each, the store is compared with the journal; at the end,
 * with everything sent, field by field. Exit code 0 if every fault was survived and the last comparison holds.
 */
final class Soak {
    private static final int RATE = 800;
    private static final int MAX_STREAM_LENGTH = 5_000;
    private static final int TICKS_AROUND = 400;

    /** Each with what is random in it. */
    private static final List<Function<Random, Fault>> FAULTS = List.of(
            random -> ReceiverFaults.killed(random.nextInt(1, 5)),
            random -> ReceiverFaults.frozen(Duration.ofSeconds(random.nextInt(1, 8))),
            random -> ReceiverFaults.down(Duration.ofSeconds(random.nextInt(1, 15))),
            random -> ConnectorFaults.killed(random.nextInt(1, 4)),
            random -> ConnectorFaults.killedWithRedisAway(Duration.ofSeconds(random.nextInt(1, 10))),
            random -> ConnectorFaults.stopped(Duration.ofSeconds(random.nextInt(1, 5))),
            random -> RedisFaults.FLUSHALL,
            random -> RedisFaults.restartedEmpty(Duration.ofSeconds(random.nextInt(6))),
            random -> RedisFaults.restartedWithItsFile(Duration.ofSeconds(random.nextInt(6))),
            random -> RedisFaults.wentBack(random.nextInt(1, 2_048) * 1_024L),
            random -> RedisFaults.frozen(Duration.ofSeconds(random.nextInt(5, 15))),
            random -> RedisFaults.clientsKilled(random.nextInt(1, 10)),
            random -> RedisFaults.outOfMemory(Duration.ofSeconds(random.nextInt(6, 10))),
            random -> RedisFaults.readOnly(Duration.ofSeconds(random.nextInt(4, 8))),
            random -> RedisFaults.passwordChanged(Duration.ofSeconds(random.nextInt(4, 8))),
            random -> StoreFaults.locked(Duration.ofSeconds(random.nextInt(4, 12))),
            random -> StoreFaults.filesLimited(Duration.ofSeconds(random.nextInt(4, 8))),
            random -> SocketFaults.CUT,
            random -> SocketFaults.ALL_CUT,
            random -> SocketFaults.CLOSED,
            random -> SocketFaults.HALF_FRAME,
            random -> SocketFaults.GARBAGE,
            random -> SocketFaults.TOKEN_DEAD,
            random -> SocketFaults.quiet(Duration.ofSeconds(random.nextInt(2, 6))),
            random -> SocketFaults.silent(Duration.ofSeconds(random.nextInt(8, 12))),
            random -> SocketFaults.forbidden(Duration.ofSeconds(random.nextInt(1, 8))));

    private final Rig rig;
    private final Random random;
    private final SoakTally tally = new SoakTally();
    private final LoginTimes logins = new LoginTimes();
    private long unjournaled;

    private Soak(Rig rig, long seed) {
        this.rig = rig;
        random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("three arguments: minutes, seed, directory");
            System.exit(2);
        }
        long seed = Long.parseLong(arguments[1]);
        Path directory = Files.createDirectories(Path.of(arguments[2])).toAbsolutePath();
        boolean survived;
        try (Rig rig = Rig.start(Setup.in(directory)
                .rate(RATE)
                .maxStreamLength(MAX_STREAM_LENGTH)
                .stallSeconds(5)
                .redis("appendonly yes", "appendfsync everysec", "requirepass secret"))) {
            survived = new Soak(rig, seed).run(Duration.ofMinutes(Long.parseLong(arguments[0])));
        }
        System.exit(survived ? 0 : 1);
    }

    private boolean run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        boolean survived = true;
        try {
            while (survived && System.nanoTime() < end) {
                Random own = new Random(random.nextLong());
                Fault fault = FAULTS.get(own.nextInt(FAULTS.size())).apply(own);
                // Skipped rather than postponed, so that a seed repeats its order.
                if (fault != SocketFaults.TOKEN_DEAD || logins.mayFollow()) {
                    survived = endure(fault, own);
                } else {
                    System.out.println(fault.name() + " … left out: the login would have to wait");
                }
            }
        } catch (AssertionError e) {
            survived = false;
            System.out.println(e);
        }
        System.out.println(tally.text());
        if (survived) {
            Verdict verdict = rig.judge();
            System.out.println(verdict);
            survived = verdict.isStoredAsJournaled() && verdict.isLostAtUnreadEndsOnly();
        } else {
            System.out.println(rig.lastWords());
        }
        // The audit alone holds only when nothing is missing.
        System.out.println(
                survived
                        ? "the soak is passed: every journaled tick is stored once, as sent; what is missing was unread"
                                + " at the end of a socket that broke off, or of a connector that was killed"
                        : "the soak is NOT passed");
        return survived;
    }

    private boolean endure(Fault fault, Random own) throws Exception {
        System.out.print(fault.name() + " … ");
        System.out.flush();
        rig.awaitFlow();
        rig.awaitSent(TICKS_AROUND);
        fault.strike().on(rig, own);
        double recovery = rig.awaitRecovery();
        rig.awaitSent(TICKS_AROUND);
        rig.drain();
        Comparison comparison = rig.compare();
        long lost = rig.exchange().sentTicks() - comparison.journaled() - unjournaled;
        unjournaled += lost;
        boolean survived = comparison.holds() && (lost == 0 || fault.losses() != Fault.Losses.NONE);
        tally.add(kind(fault), survived, lost, recovery);
        System.out.printf(
                "%s, %d ticks lost, %.1f s; %s%n", survived ? "survived" : "NOT survived", lost, recovery, comparison);
        return survived;
    }

    /** A fault's name without its numbers. */
    private static String kind(Fault fault) {
        return fault.name().replaceAll(",? (for )?\\d+ (s|times)( away)?", "").replaceAll(" \\d+ KiB", " end");
    }
}
