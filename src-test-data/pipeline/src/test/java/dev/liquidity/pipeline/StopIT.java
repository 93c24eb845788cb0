package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Both programs are asked to stop while Redis answers nothing. They end within the time that is promised, and lose
 * nothing.
 */
@Order(1)
final class StopIT {
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final int HIGH_RATE = 8_000;

    /** A little later each time, so that the programs are found in a reply's wait, before it and after it. */
    private static final int MOST_DELAY_MILLIS = 2_000;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void endAsSoonAsRedisIsFrozen() throws Exception {
        ORDEAL.suffer(stopped(Duration.ZERO));
    }

    @Test
    void endWhileTheyWaitForAReply() throws Exception {
        ORDEAL.suffer(stopped(Duration.ofSeconds(2)));
    }

    @Test
    void endWhileTheyConnectAgain() throws Exception {
        ORDEAL.suffer(stopped(Duration.ofSeconds(7)));
    }

    @Test
    void endUnderAHighLoad() throws Exception {
        ORDEAL.rig().exchange().flow().rate(Rate.total(HIGH_RATE));
        try {
            ORDEAL.suffer(stopped(Duration.ofSeconds(1)));
        } finally {
            ORDEAL.rig().exchange().flow().rate(Rate.total(ORDEAL.rig().setup().ticksPerSecond()));
        }
    }

    private static Fault stopped(Duration frozen) {
        String name = "both: SIGTERM with Redis frozen for " + frozen.toSeconds() + " s";
        return Fault.severing(name, (rig, random) -> stop(rig, frozen, random));
    }

    private static void stop(Rig rig, Duration frozen, Random random) throws IOException {
        List<ChildProcess> programs = List.of(rig.connector(), rig.receiver());
        rig.redis().freeze();
        try {
            Await.elapsed(frozen.plusMillis(random.nextInt(MOST_DELAY_MILLIS)));
            long begin = System.nanoTime();
            for (ChildProcess program : programs) {
                program.signal("TERM");
            }
            for (ChildProcess program : programs) {
                assertEquals(0, program.awaitExit(), program::toString);
                Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                System.out.println("ended within " + taken.toMillis() + " ms");
                assertTrue(taken.compareTo(PROMISED) < 0, () -> taken + "; " + program);
            }
        } finally {
            rig.redis().thaw();
        }
        for (ChildProcess program : programs) {
            program.start();
        }
    }
}
