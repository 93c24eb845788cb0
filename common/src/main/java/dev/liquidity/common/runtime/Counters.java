package dev.liquidity.common.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The numbers that a process keeps about itself, each with a name and a meaning, in the order in which they were added.
 * Thread-safe.
 */
public final class Counters {
    private static final String NONE = "";

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<Counter> faults = new CopyOnWriteArrayList<>();

    /** A number that only grows. */
    public static final class Counter {
        private final LongAdder sum = new LongAdder();

        private Counter() {}

        public void increment() {
            sum.increment();
        }

        public void add(long amount) {
            sum.add(amount);
        }

        public long get() {
            return sum.sum();
        }
    }

    private record Entry(String name, String meaning, Supplier<String> value) {
        /**
         * Prints the value, or {@code ?} if its supplier fails: the other values of the line are still worth having.
         */
        String print() {
            try {
                return value.get();
            } catch (RuntimeException e) {
                return "?";
            }
        }
    }

    /** Adds a number that only grows. */
    public Counter counter(String name, String meaning) {
        Counter counter = new Counter();
        entries.add(new Entry(name, meaning, () -> Long.toString(counter.get())));
        return counter;
    }

    /** Adds a number of faults, which the line shows only once it is above zero. */
    public Counter faults(String name, String meaning) {
        Counter counter = new Counter();
        faults.add(counter);
        entries.add(new Entry(name, meaning, () -> counter.get() == 0 ? NONE : Long.toString(counter.get())));
        return counter;
    }

    /** Faults of all kinds so far. */
    public long faultCount() {
        return faults.stream().mapToLong(Counter::get).sum();
    }

    /** Adds a value that is computed when it is printed; the supplier must not block. */
    public void gauge(String name, String meaning, Supplier<String> value) {
        entries.add(new Entry(name, meaning, value));
    }

    /** Adds how fast a counter grows: per second, since the last time it was printed. */
    public void rate(String name, String meaning, Counter of) {
        entries.add(new Entry(name, meaning, new Rate(of)));
    }

    private static final class Rate implements Supplier<String> {
        private final Counter counter;
        private long lastCount;
        private long lastNanos = System.nanoTime();

        Rate(Counter counter) {
            this.counter = counter;
        }

        @Override
        public synchronized String get() {
            long count = counter.get();
            long nanos = System.nanoTime();
            double seconds = Math.max(1e-3, (nanos - lastNanos) / 1e9);
            long perSecond = Math.round((count - lastCount) / seconds);
            lastCount = count;
            lastNanos = nanos;
            return perSecond + "/s";
        }
    }

    /** @return all of them on one line: {@code ticks=12 rejected=0} */
    public String line() {
        StringBuilder line = new StringBuilder();
        for (Entry entry : entries) {
            String value = entry.print();
            if (!value.equals(NONE)) {
                line.append(line.isEmpty() ? "" : " ")
                        .append(entry.name)
                        .append('=')
                        .append(value);
            }
        }
        return line.toString();
    }

    /** @return a line for each: its name and its meaning */
    public List<String> meanings() {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            lines.add(entry.name + ": " + entry.meaning);
        }
        return lines;
    }
}
