package dev.liquidity.receiver.batch;

/**
 * An entry that is neither a tick nor a gap, or a tick that the store refuses. Immutable.
 *
 * @param streamId its ID as Redis prints it
 * @param detail what is wrong with this one, in a line for people; may be empty
 * @param payload its content, up to {@link #MAX_PAYLOAD}; empty if it had none
 * @param date IST date of its ID, or today's if the ID is not a time, {@code 2026-11-22}: which day's file it belongs
 *     to
 */
public record Rejection(String streamId, Reason reason, String detail, byte[] payload, String date) {
    /** Most bytes of a payload that are kept. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    /** The kinds of rejections, by which they are counted and told. */
    public enum Reason {
        MALFORMED("it can't be read"),
        NO_DATA("no field named data"),
        TOO_LARGE("too large"),
        TRIMMED("trimmed from the stream before it was read"),
        UNUSABLE_ID("its ID does not fit into ticks.id"),
        ID_TAKEN("another tick is stored under its ID"),
        REFUSED("SQLite refuses it");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The column {@code reason}. */
        @Override
        public String toString() {
            return text;
        }
    }
}
