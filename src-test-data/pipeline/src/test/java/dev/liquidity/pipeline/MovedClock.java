package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
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

    private final MappedByteBuffer aheadMillis;
    private final ZoneId zone;

    private MovedClock(MappedByteBuffer aheadMillis, ZoneId zone) {
        this.aheadMillis = aheadMillis;
        this.zone = zone;
    }

    /** Opens a clock's file, or makes one that is right. */
    static MovedClock open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            return new MovedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES), ZoneOffset.UTC);
        }
    }

    /** Moves it, to a time in India. */
    void move(LocalDate date, String time) {
        Instant to = date.atTime(LocalTime.parse(time)).atZone(INDIA).toInstant();
        aheadMillis.putLong(0, to.toEpochMilli() - System.currentTimeMillis());
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusMillis(aheadMillis.getLong(0));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MovedClock(aheadMillis, other);
    }
}
