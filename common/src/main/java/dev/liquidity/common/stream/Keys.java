package dev.liquidity.common.stream;

/** Every Redis key that the two processes use, beside the stream itself, whose name is configured. */
public final class Keys {
    /** The one field of a stream entry. */
    public static final String DATA = "data";

    private Keys() {}

    /** Sorted set: a day's ticks of one instrument, by exchange time. */
    public static String ticks(String tradingsymbol, String date) {
        return "ticks:" + tradingsymbol + ":" + date;
    }

    /** Sorted set: a day's order books of one instrument, by exchange time. */
    public static String depth(String tradingsymbol, String date) {
        return "depth:" + tradingsymbol + ":" + date;
    }

    /** Hash: the newest tick of one instrument. */
    public static String latest(String tradingsymbol) {
        return "latest:" + tradingsymbol;
    }

    /** Set: the tradingsymbols seen on a day. */
    public static String symbols(String date) {
        return "symbols:" + date;
    }

    /** Hash: token to the JSON of its dump row, of all instruments that were subscribed on a day. */
    public static String instruments(String date) {
        return "instruments:" + date;
    }

    /** Stream: the intervals in which ticks could not arrive, for {@code feed_gaps}; an entry's {@link #DATA} is a {@link FeedGap}. */
    public static String gaps(String streamName) {
        return streamName + ":gaps";
    }

    /** Stream: a copy of the stream while the connector puts missing ticks in their places. */
    public static String rebuilt(String streamName) {
        return streamName + ":rebuilt";
    }

    /** String with a short TTL: who writes the stream. */
    public static String writer(String streamName) {
        return streamName + ":writer";
    }

    /** String with a short TTL: that a consumer of the group is alive, however long its store makes it wait. */
    public static String alive(String streamName, String group, String consumer) {
        return streamName + ":alive:" + group + ":" + consumer;
    }
}
