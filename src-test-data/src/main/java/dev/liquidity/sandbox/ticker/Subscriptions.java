package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What one socket has subscribed, and which of it ticks next: drawn by liquidity in constant time (Walker's alias
 * method). Owned by the socket's writer thread.
 */
final class Subscriptions {
    /** Kite's limit for a socket. */
    static final int LIMIT = 3_000;

    private final Map<Long, Integer> index = new HashMap<>();
    private final Feed[] feeds = new Feed[LIMIT];
    private final FeedMode[] modes = new FeedMode[LIMIT];
    private final double[] keep = new double[LIMIT];
    private final int[] alias = new int[LIMIT];
    private int size;
    private double weight;
    private boolean changed;
    private long random;

    Subscriptions(long seed) {
        random = seed == 0 ? 1 : seed;
    }

    int size() {
        return size;
    }

    /** Ticks a second that a market would bring to all of it. */
    double weight() {
        return weight;
    }

    boolean contains(long token) {
        return index.containsKey(token);
    }

    /** Subscribes in quote mode; false when the socket is full. */
    boolean add(Feed feed) {
        if (size == LIMIT) {
            return false;
        }
        index.put(feed.listing().token(), size);
        feeds[size] = feed;
        modes[size] = FeedMode.QUOTE;
        size++;
        weight += feed.ticksPerSecond();
        changed = true;
        return true;
    }

    /** The feed that was subscribed; null if absent. */
    Feed remove(long token) {
        Integer at = index.remove(token);
        if (at == null) {
            return null;
        }
        Feed removed = feeds[at];
        size--;
        if (at != size) {
            feeds[at] = feeds[size];
            modes[at] = modes[size];
            index.put(feeds[at].listing().token(), at);
        }
        feeds[size] = null;
        weight -= removed.ticksPerSecond();
        changed = true;
        return removed;
    }

    /** Changes a subscribed token's mode. */
    void mode(long token, FeedMode mode) {
        Integer at = index.get(token);
        if (at != null) {
            modes[at] = mode;
        }
    }

    /** The place of a token, or -1. */
    int find(long token) {
        Integer at = index.get(token);
        return at == null ? -1 : at;
    }

    Feed feed(int at) {
        return feeds[at];
    }

    FeedMode mode(int at) {
        return modes[at];
    }

    /** The place of the instrument that ticks next. There must be one. */
    int draw() {
        if (changed) {
            prepare();
        }
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        int at = (int) ((random >>> 33) * size >>> 31);
        double fraction = (random & 0xfffff) / (double) 0x100000;
        return fraction < keep[at] ? at : alias[at];
    }

    private void prepare() {
        changed = false;
        int[] small = new int[size];
        int[] large = new int[size];
        int smalls = 0;
        int larges = 0;
        double[] scaled = new double[size];
        for (int i = 0; i < size; i++) {
            scaled[i] = feeds[i].ticksPerSecond() * size / weight;
            if (scaled[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        Arrays.fill(keep, 0, size, 1);
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[--larges];
            keep[less] = scaled[less];
            alias[less] = more;
            scaled[more] -= 1 - scaled[less];
            if (scaled[more] < 1) {
                small[smalls++] = more;
            } else {
                large[larges++] = more;
            }
        }
    }
}
