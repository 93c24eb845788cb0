package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * The master is killed five times, stands still, is moved by hand, and all sentinels are away for a minute. After each,
 * the store is compared with everything sent. Prints the seconds from the beginning of each until all flows again, in
 * which the sentinels' own second to notice is. Exit code 0 if nothing is lost or stored twice.
 */
final class SentinelSoak {
    private static final int KILLS = 5;
    private static final int TICKS_AROUND = 1_000;
    private static final Duration AWAY = Duration.ofMinutes(1);

    private final SentinelGroup group;
    private final Rig rig;
    private final SoakTally tally = new SoakTally();

    private SentinelSoak(SentinelGroup group, Rig rig) {
        this.group = group;
        this.rig = rig;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        boolean survived;
        try (SentinelGroup group = new SentinelGroup()) {
            group.start();
            try (Rig rig = Rig.start(Setup.in(directory).sentinels(group))) {
                survived = new SentinelSoak(group, rig).run();
            }
        }
        System.exit(survived ? 0 : 1);
    }

    private boolean run() throws Exception {
        boolean survived = true;
        for (int i = 0; i < KILLS; i++) {
            RedisServer master = group.master();
            survived &= endure(group.masterKilled(), master);
        }
        survived &= endure(group.masterFrozen(), null);
        survived &= endure(group.masterMoved(), null);
        survived &= endure(group.sentinelsAway(AWAY), null);
        System.out.println(tally.text());
        System.out.println(survived ? "the soak is passed" : "the soak is NOT passed\n" + rig.lastWords());
        return survived;
    }

    /** @param killed is started again afterwards; null for none */
    private boolean endure(Fault fault, RedisServer killed) throws Exception {
        rig.awaitFlow();
        rig.awaitSent(TICKS_AROUND);
        long begun = System.nanoTime();
        fault.strike().on(rig, new Random());
        rig.awaitRecovery();
        double seconds = (System.nanoTime() - begun) / 1e9;
        rig.awaitSent(TICKS_AROUND);
        rig.drain();
        Verdict verdict = rig.judge();
        boolean survived = verdict.isStoredAsJournaled() && verdict.lost() == 0;
        tally.add(fault.name(), survived, verdict.lost(), seconds);
        System.out.printf("%s: %.1f s; %s%n", fault.name(), seconds, verdict.comparison());
        if (killed != null) {
            killed.start();
        }
        group.awaitComplete(2);
        return survived;
    }
}
