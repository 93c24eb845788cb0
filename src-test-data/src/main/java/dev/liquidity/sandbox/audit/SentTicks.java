package dev.liquidity.sandbox.audit;

import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Everything sent for one instrument, in 12 bytes a tick. Ticks are found by their number (the volume, or an index's
 * high); ticks in mode ltp have none and are matched in order.
 */
final class SentTicks {
    /** {@link #match} of a number that was never sent. */
    static final int UNKNOWN = -1;

    /** {@link #match} of a number that was matched before. */
    static final int AGAIN = -2;

    private static final int CONNECTION_SHIFT = 48;
    private static final long PLACE = (1L << CONNECTION_SHIFT) - 1;
    private static final int PRICE_ONLY_WINDOW = 100_000;

    private final long token;
    private final Column numbered = new Column();
    private final Column priceOnly = new Column();

    String tradingsymbol = "";
    String exchange = "";
    long stored;
    long duplicate;
    long unexpected;
    long different;
    long disordered;

    SentTicks(long token) {
        this.token = token;
    }

    /** The offset of a packet's number; that of the price for a packet without one. */
    static int numberOffset(long token, int length) {
        if (length == PacketLayout.LTP_LENGTH) {
            return PacketLayout.LAST_PRICE;
        }
        return PacketLayout.isIndex(token) ? PacketLayout.INDEX_HIGH : PacketLayout.VOLUME;
    }

    long token() {
        return token;
    }

    void add(int connection, long place, byte[] bytes, int offset, int length) {
        int number = BigEndian.getInt(bytes, offset + numberOffset(token, length));
        Column column = length == PacketLayout.LTP_LENGTH ? priceOnly : numbered;
        column.add(number, (long) connection << CONNECTION_SHIFT | place);
    }

    /** Sorts by number what several sockets may have mixed. */
    void seal() {
        numbered.seal(true);
        priceOnly.seal(false);
    }

    long sent() {
        return numbered.size + priceOnly.size;
    }

    long matched() {
        return numbered.matched.cardinality() + (long) priceOnly.matched.cardinality();
    }

    /** The index of the tick of this number, now matched; {@link #UNKNOWN} or {@link #AGAIN}. */
    int match(long number) {
        int at = numbered.next < numbered.size && numbered.number(numbered.next) == number
                ? numbered.next
                : numbered.find(number);
        if (at < 0) {
            return UNKNOWN;
        }
        if (numbered.matched.get(at)) {
            return AGAIN;
        }
        if (at < numbered.next) {
            disordered++;
        }
        numbered.matched.set(at);
        numbered.next = at + 1;
        return at;
    }

    /** The place in the ledger of a tick that {@link #match} returned. */
    long place(int index) {
        return numbered.places[index] & PLACE;
    }

    /** Matches the next tick in mode ltp that has this price; its index or {@link #UNKNOWN}. */
    int matchPrice(long price) {
        int end = Math.min(priceOnly.size, priceOnly.next + PRICE_ONLY_WINDOW);
        for (int at = priceOnly.next; at < end; at++) {
            if (priceOnly.number(at) == price) {
                priceOnly.matched.set(at);
                priceOnly.next = at + 1;
                return at;
            }
        }
        return UNKNOWN;
    }

    long pricePlace(int index) {
        return priceOnly.places[index] & PLACE;
    }

    /** Passes each tick: whether it was matched, its connection, and its place in the ledger. */
    void forEach(TickConsumer consumer) {
        numbered.forEach(consumer);
        priceOnly.forEach(consumer);
    }

    /** See {@link #forEach}. */
    interface TickConsumer {
        void accept(boolean matched, int connection, long place);
    }

    private static final class Column {
        int[] numbers = new int[16];
        long[] places = new long[16];
        int size;
        int next;
        final BitSet matched = new BitSet();

        void add(int number, long place) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size + size / 2);
                places = Arrays.copyOf(places, numbers.length);
            }
            numbers[size] = number;
            places[size] = place;
            size++;
        }

        long number(int at) {
            return numbers[at] & 0xffff_ffffL;
        }

        void seal(boolean sort) {
            boolean ascending = true;
            for (int i = 1; i < size && ascending; i++) {
                ascending = number(i - 1) < number(i);
            }
            if (ascending || !sort) {
                return;
            }
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                keys[i] = number(i) << 31 | i;
            }
            Arrays.sort(keys);
            int[] sortedNumbers = new int[size];
            long[] sortedPlaces = new long[size];
            for (int i = 0; i < size; i++) {
                int from = (int) (keys[i] & 0x7fff_ffff);
                sortedNumbers[i] = numbers[from];
                sortedPlaces[i] = places[from];
            }
            numbers = sortedNumbers;
            places = sortedPlaces;
        }

        int find(long number) {
            int low = 0;
            int high = size - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                long at = number(middle);
                if (at == number) {
                    return middle;
                }
                if (at < number) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        void forEach(TickConsumer consumer) {
            for (int i = 0; i < size; i++) {
                consumer.accept(matched.get(i), (int) (places[i] >>> CONNECTION_SHIFT), places[i] & PLACE);
            }
        }
    }
}
