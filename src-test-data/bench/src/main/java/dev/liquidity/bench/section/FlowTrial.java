package dev.liquidity.bench.section;

import dev.liquidity.bench.rig.ProcessUse;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lets ticks flow through a rig at a given rate and checks that it keeps up: the exchange can send them all, and the
 * end of their way stays close to the present. A queue that grows anywhere in between shows as lag, since an ID gives
 * its tick's arrival.
 */
final class FlowTrial {
    /** The exchange's own slots and a stolen core cost some. */
    private static final double SENT_SHARE = 0.97;

    private static final double RECOVERY_RATE = 2_000;
    private static final double RECOVERY_SECONDS = 60;

    /** Of what was sent while it was too much, worked off on top of what comes: less than any machine has shown. */
    private static final double SLOWEST_RECOVERY = 10_000;

    private static final long SLICE_MILLIS = 200;

    /** How far the end of the way is behind the present, in milliseconds. */
    @FunctionalInterface
    interface Lag {
        long millis() throws IOException;
    }

    private final Rig rig;
    private final Map<String, ProcessUse> processes;
    private final Lag lag;
    private final long mostLagMillis;
    private final double settleSeconds;
    private final double seconds;

    /**
     * @param processes by name
     * @param mostLagMillis up to which it counts as keeping up
     * @param settleSeconds before the measurement
     * @param seconds of the measurement
     */
    FlowTrial(
            Rig rig,
            Map<String, ProcessUse> processes,
            Lag lag,
            long mostLagMillis,
            double settleSeconds,
            double seconds) {
        this.rig = rig;
        this.processes = processes;
        this.lag = lag;
        this.mostLagMillis = mostLagMillis;
        this.settleSeconds = settleSeconds;
        this.seconds = seconds;
    }

    /** Tries a rate; after one that was too much it waits until the rig has caught up. */
    Sample at(double rate) throws IOException, InterruptedException {
        rig.control().rate(rate);
        Thread.sleep((long) (settleSeconds * 1000));
        Map<String, Double> before = cpu();
        long sentBefore = rig.control().sent();
        long begin = System.nanoTime();
        long worst = 0;
        long last = 0;
        while (System.nanoTime() - begin < seconds * 1e9) {
            Thread.sleep(SLICE_MILLIS);
            rig.checkRunning();
            last = lag.millis();
            worst = Math.max(worst, last);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        double ticks = rig.control().sent() - sentBefore;
        Map<String, Double> micros = new LinkedHashMap<>();
        cpu().forEach((name, used) -> micros.put(name, (used - before.get(name)) / Math.max(1, ticks)));
        boolean isSent = ticks / took >= SENT_SHARE * rate;
        boolean holds = isSent && last <= mostLagMillis;
        String why = String.format(
                Locale.ROOT, "%,.0f/s asked, %,.0f/s sent, lag %d ms, at most %d", rate, ticks / took, last, worst);
        System.out.println("    " + why + (holds ? "" : ": too much"));
        if (!holds) {
            recover(ticks);
        }
        return new Sample(holds, ticks / took, micros, worst, why);
    }

    private void recover(double ticks) throws IOException, InterruptedException {
        rig.control().rate(RECOVERY_RATE);
        double most = RECOVERY_SECONDS + ticks / SLOWEST_RECOVERY;
        Await.until(
                "the excess is worked off",
                Duration.ofMillis((long) (most * 1_000)),
                () -> lag.millis() <= mostLagMillis);
    }

    private Map<String, Double> cpu() throws IOException {
        Map<String, Double> micros = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessUse> process : processes.entrySet()) {
            micros.put(process.getKey(), process.getValue().cpuMicros());
        }
        return micros;
    }
}
