package dev.liquidity.receiver.batch;

/**
 * An entry that could not be kept as what it should have been.
 *
 * @param streamId its ID as Redis prints it
 * @param reason one line for a person
 * @param payload what it held, cut to {@link #MAX_PAYLOAD}; empty when there was nothing
 * @param date IST date of its ID, or of today when that is no time: which day's file it belongs to
 */
public record Rejection(String streamId, String reason, byte[] payload, String date) {
    /** Bytes of a payload that are kept. */
    public static final int MAX_PAYLOAD = 64 * 1024;
}
