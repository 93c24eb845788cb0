package dev.liquidity.pipeline;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session at hours of its own, which the exchange then extends. */
class SpecialSessionIT {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int SECONDS_AHEAD = 12;
    private static final int SECONDS_LONG = 18;

    @TempDir
    Path directory;

    /** At any hour and on any day: at midnight in India it waits until the day is long enough. */
    @Test
    void isRecordedByTheResidentConnectorWhileInstrumentsTrade() throws IOException, InterruptedException {
        LocalDateTime from = soon();
        while (!from.plusSeconds(SECONDS_LONG).toLocalDate().equals(india().toLocalDate())) {
            Thread.sleep(1_000);
            from = soon();
        }
        String session = "[{date: " + from.toLocalDate() + ", from: \"" + TIME.format(from) + "\", to: \""
                + TIME.format(from.plusSeconds(SECONDS_LONG)) + "\"}]";
        try (RedisServer redis = RedisServer.launch();
                SandboxExchange exchange = SandboxExchange.start(
                        new SandboxOptions().rate(Rate.total(300)).limited(false))) {
            Setup.config(exchange, redis.host(), redis.port())
                    .set("calendar.special_sessions", session)
                    .set("connector.login_time", "09:15")
                    .set("connector.session_end", "15:30")
                    .writeInto(directory);
            try (ChildProcess run = Jar.start(directory, "connector", "--symbol", "NIFTY")) {
                run.await("ticks in the stream", () -> RedisLine.number(redis.port(), "XLEN ticks:raw") > 100);
                run.awaitOut("Instruments still trade at");

                ExitCodes.assertDone(run.terminate(), run);
            }
        }
    }

    private static LocalDateTime soon() {
        return india().plusSeconds(SECONDS_AHEAD).withNano(0);
    }

    private static LocalDateTime india() {
        return LocalDateTime.now(ZoneId.of("Asia/Kolkata"));
    }
}
