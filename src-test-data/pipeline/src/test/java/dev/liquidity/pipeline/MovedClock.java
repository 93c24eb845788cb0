package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that all processes with its file share, and that one of them moves. Between two moves it goes as the host's
 * does. Thread-safe.
 */
public final class MovedClock extends Clock {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    private static final int AHEAD_MILLIS = 0;
    private static final int ELAPSED_NANOS = Long.BYTES;

    private final MappedByteBuffer file;
    private final ZoneId zone;

    private MovedClock(MappedByteBuffer file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    /** Opens a clock's file, or makes one that is right. */
    static MovedClock open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            return new MovedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES), ZoneOffset.UTC);
        }
    }

    /** Moves it, to a time in India. */
    void move(LocalDate date, String time) {
        Instant to = date.atTime(LocalTime.parse(time)).atZone(INDIA).toInstant();
        file.putLong(AHEAD_MILLIS, to.toEpochMilli() - System.currentTimeMillis());
    }

    /** Moves it on, and has as much time elapse for those who measure it. */
    void elapse(Duration time) {
        file.putLong(AHEAD_MILLIS, file.getLong(AHEAD_MILLIS) + time.toMillis());
        file.putLong(ELAPSED_NANOS, file.getLong(ELAPSED_NANOS) + time.toNanos());
    }

    /** In place of {@link System#nanoTime}. */
    long nanos() {
        return System.nanoTime() + file.getLong(ELAPSED_NANOS);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusMillis(file.getLong(AHEAD_MILLIS));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MovedClock(file, other);
    }
}
