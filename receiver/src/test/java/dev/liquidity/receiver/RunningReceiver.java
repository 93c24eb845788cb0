package dev.liquidity.receiver;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A receiver on a thread of the test's process, less patient than usual. Thread-safe. */
public final class RunningReceiver implements AutoCloseable {
    static final Timing QUICK =
            new Timing(Duration.ofMillis(500), Duration.ofMillis(600), Duration.ofMillis(300), Duration.ofSeconds(1));

    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

    private RunningReceiver(Settings settings, Timing timing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        end.complete(new Receiver(timing, InstantSource.system()).run(settings, stop));
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "receiver-main");
        thread.start();
    }

    public static RunningReceiver start(Settings settings) {
        return new RunningReceiver(settings, QUICK);
    }

    static RunningReceiver start(Settings settings, Timing timing) {
        return new RunningReceiver(settings, timing);
    }

    /** Settings with a short commit interval. */
    public static Settings settings(TestRedis redis, String dbPath) {
        return settings(redis, "receiver_1", dbPath);
    }

    public static Settings settings(TestRedis redis, String consumerName, String dbPath) {
        return settings(
                redis.settings(consumerName),
                persistence(dbPath, Duration.ofMillis(100), Duration.ofDays(1), Duration.ofMinutes(15)));
    }

    public static Settings settings(Settings.Redis redis, Settings.Persistence persistence) {
        Settings.Logging logging = new Settings.Logging("INFO", Path.of("logs/app.log"), 0, 0);
        return new Settings(null, redis, null, CalendarFile.builtIn(), null, persistence, null, null, null, logging);
    }

    public static Settings.Persistence persistence(String dbPath, Duration commit, Duration ttl, Duration history) {
        return new Settings.Persistence(dbPath, commit, ttl, history, true, Path.of("archive"), 5, 0);
    }

    /** A database whose days are archived, with five kept. */
    public static Settings.Persistence archived(Path database, Path archive) {
        return new Settings.Persistence(
                database.toString(), Duration.ofSeconds(1), Duration.ofDays(1), Duration.ZERO, true, archive, 5, 0);
    }

    /** Stops it as SIGTERM does and returns its exit code. */
    public ExitCode stop() {
        stop.request();
        return await();
    }

    /** Waits up to 12 s for its end and returns its exit code. */
    public ExitCode await() {
        try {
            return end.get(12, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserException user) {
                throw user;
            }
            throw new AssertionError("the receiver failed", e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the receiver did not end in time", e);
        }
    }

    public boolean isRunning() {
        return !end.isDone();
    }

    @Override
    public void close() {
        stop.request();
        try {
            end.handle((code, failure) -> code).get(12, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            throw new AssertionError("the receiver did not end in time", e);
        }
    }
}
