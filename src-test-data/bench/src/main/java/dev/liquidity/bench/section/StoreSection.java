package dev.liquidity.bench.section;

import dev.liquidity.bench.load.BareStore;
import dev.liquidity.common.market.Ist;
import dev.liquidity.sandbox.support.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Insert rates against the size of the database: of a bare loop, and of the receiver itself. */
public final class StoreSection implements Section {
    private static final long MILLION = 1_000_000;

    /** About as many as a busy exchange day has, so that the index has its share of dates. */
    private static final long TICKS_A_DAY = 10 * MILLION;

    private static final long BYTES_A_TICK = 500;

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String about() {
        return "insert rates into a database of 0 to 50 million ticks";
    }

    @Override
    public void run(Course course) throws Exception {
        Path directory = course.children().directory("store");
        try {
            Path file = course.emptyStore(directory);
            long stored = 0;
            for (int millions : course.plan().storeMillions()) {
                long missing = millions * MILLION - stored;
                if (missing * BYTES_A_TICK > Files.getFileStore(directory).getUsableSpace()) {
                    System.out.println("    no room on the disk for " + millions + " million ticks");
                    return;
                }
                stored += measure(course, file, stored, missing, millions);
            }
        } finally {
            Directories.remove(directory);
        }
    }

    /** Fills up to a size and measures there; answers how many were inserted by the loop. */
    private long measure(Course course, Path file, long stored, long missing, int millions) throws Exception {
        int window = course.plan().pick(400_000, 100_000);
        try (BareStore store = new BareStore(file, BareStore.Layout.ONE_ROW, course.universe())) {
            store.durable(false);
            insert(store, stored, missing);
            store.durable(true);
            double rate = insert(store, stored + missing, window);
            course.report()
                    .add(
                            name(),
                            "at %d million ticks: bare loop".formatted(millions),
                            rate,
                            "ticks/s",
                            "%.1f GB".formatted(Files.size(file) / 1e9));
        }
        // A shared machine's speed varies from minute to minute: an empty file is the yardstick.
        ReceiverSection.Measured empty = ReceiverSection.measure(course, window, null);
        ReceiverSection.Measured receiver = ReceiverSection.measure(course, window, file);
        course.report()
                .add(
                        name(),
                        "at %d million ticks: receiver".formatted(millions),
                        receiver.ticksPerSecond(),
                        "ticks/s",
                        "%.1f µs/tick; an empty file right before: %,.0f ticks/s, %.1f µs/tick"
                                .formatted(receiver.receiverMicros(), empty.ticksPerSecond(), empty.receiverMicros()));
        return missing + window;
    }

    /** Inserts ticks behind those of the days before; answers the rate of the last day's. */
    private static double insert(BareStore store, long stored, long count) throws Exception {
        LocalDate first = Ist.date(System.currentTimeMillis() * 1000).minusDays(30);
        double rate = 0;
        for (long done = 0; done < count; ) {
            long at = stored + done;
            long left = Math.min(count - done, TICKS_A_DAY - at % TICKS_A_DAY);
            rate = store.insert(first.plusDays(at / TICKS_A_DAY), at % TICKS_A_DAY, left);
            done += left;
        }
        return rate;
    }
}
