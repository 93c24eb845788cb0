package dev.liquidity.common.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The numbers that a process keeps about itself, each with a name and a meaning, in the order in which they were added.
 * Thread-safe.
 */
public final class Counters {
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

    /** What a value is. */
    public enum Kind {
        /** A number that only grows. */
        COUNTER,
        /** Likewise, and shown by the line once it is above zero. */
        FAULTS,
        /** A number that rises and falls. */
        GAUGE,
        /** Likewise, and not shown by the line. */
        FIGURE,
        /** Not a number. */
        TEXT
    }

    /**
     * One of the values. Thread-safe.
     *
     * @param unit follows the number in the line: {@code s}, {@code /s} or nothing
     * @param number null for a text
     * @param text null for a number
     */
    public record Entry(
            String name, String meaning, Kind kind, String unit, DoubleSupplier number, Supplier<String> text) {
        /** @return the number; NaN if it is not known now */
        public double value() {
            try {
                return number.getAsDouble();
            } catch (RuntimeException e) {
                return Double.NaN;
            }
        }

        /** @return the value without its unit, {@code ?} if it is not known: the others are still worth having */
        public String print() {
            try {
                return number == null ? text.get() : print(value());
            } catch (RuntimeException e) {
                return "?";
            }
        }

        private static String print(double value) {
            return Double.isNaN(value) ? "?" : value == Math.rint(value) ? Long.toString((long) value) : "" + value;
        }

        private boolean isInLine() {
            return kind != Kind.FIGURE && (kind != Kind.FAULTS || value() > 0);
        }
    }

    private void add(String name, String meaning, Kind kind, String unit, DoubleSupplier number) {
        entries.add(new Entry(name, meaning, kind, unit, number, null));
    }

    /** Adds a number that only grows. */
    public Counter counter(String name, String meaning) {
        Counter counter = new Counter();
        total(name, meaning, counter::get);
        return counter;
    }

    /** Adds a number that only grows and is counted elsewhere; the supplier must not block. */
    public void total(String name, String meaning, LongSupplier number) {
        add(name, meaning, Kind.COUNTER, "", number::getAsLong);
    }

    /** Adds a number of faults, which the line shows only once it is above zero. */
    public Counter faults(String name, String meaning) {
        Counter counter = new Counter();
        faults.add(counter);
        add(name, meaning, Kind.FAULTS, "", counter::get);
        return counter;
    }

    /** Faults of all kinds so far. */
    public long faultCount() {
        return faults.stream().mapToLong(Counter::get).sum();
    }

    /** Adds a number that is looked up when it is asked for; the supplier must not block. */
    public void gauge(String name, String meaning, LongSupplier number) {
        gauge(name, meaning, "", number);
    }

    /** Adds such a number with a unit: {@code s}. */
    public void gauge(String name, String meaning, String unit, LongSupplier number) {
        add(name, meaning, Kind.GAUGE, unit, number::getAsLong);
    }

    /** Adds such a number for {@link #entries} alone: the line does not show it. */
    public void figure(String name, String meaning, DoubleSupplier number) {
        add(name, meaning, Kind.FIGURE, "", number);
    }

    /** Adds a text that is computed when it is asked for; the supplier must not block. */
    public void gauge(String name, String meaning, Supplier<String> text) {
        entries.add(new Entry(name, meaning, Kind.TEXT, "", null, text));
    }

    /** Adds how fast a counter grows, a second: measured when it is asked for, over the last second or more. */
    public void rate(String name, String meaning, String counter) {
        Entry counted = entries.stream()
                .filter(entry -> entry.name.equals(counter))
                .findFirst()
                .orElseThrow();
        add(name, meaning, Kind.GAUGE, "/s", new Rate(counted.number));
    }

    /** All of them, in the order in which they were added. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    private static final class Rate implements DoubleSupplier {
        private final DoubleSupplier counter;
        private double lastCount;
        private long lastNanos = System.nanoTime();
        private long perSecond;

        Rate(DoubleSupplier counter) {
            this.counter = counter;
        }

        @Override
        public synchronized double getAsDouble() {
            double seconds = (System.nanoTime() - lastNanos) / 1e9;
            if (seconds >= 1) {
                double count = counter.getAsDouble();
                perSecond = Math.round((count - lastCount) / seconds);
                lastCount = count;
                lastNanos = System.nanoTime();
            }
            return perSecond;
        }
    }

    /** @return all of them on one line: {@code ticks=12 rejected=0} */
    public String line() {
        return entries.stream()
                .filter(Entry::isInLine)
                .map(entry -> entry.name + "=" + entry.print() + entry.unit)
                .collect(Collectors.joining(" "));
    }
}
