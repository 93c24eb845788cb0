package dev.liquidity.common.stream;

/** The names of all Redis keys of the two processes, except the stream, whose name is configured. */
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

    /** Hash: the JSON of each dump row by token, of all instruments subscribed on a day. */
    public static String instruments(String date) {
        return "instruments:" + date;
    }

    /** Stream: the rows of {@code feed_gaps}; an entry's {@link #DATA} is a {@link FeedGap}. */
    public static String gaps(String streamName) {
        return streamName + ":gaps";
    }

    /** Stream: a copy of the stream while the connector puts missing ticks in their places. */
    public static String rebuilt(String streamName) {
        return streamName + ":rebuilt";
    }

    /** String with a short TTL: the lease of the connector that writes the stream. */
    public static String writer(String streamName) {
        return streamName + ":writer";
    }

    /** String with a short TTL: exists while a consumer of the group is alive, even if it waits for its store. */
    public static String alive(String streamName, String group, String consumer) {
        return streamName + ":alive:" + group + ":" + consumer;
    }

    /** Hash with a short TTL: how the connector is. */
    public static String connectorStatus(String streamName) {
        return streamName + ":status:connector";
    }

    /** Hash with a short TTL: how a receiver is. */
    public static String receiverStatus(String streamName, String consumer) {
        return streamName + ":status:receiver:" + consumer;
    }
}
