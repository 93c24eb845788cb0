package dev.liquidity.receiver.batch;

/**
 * An entry that is neither a tick nor a gap, or a tick that the store refuses. Immutable.
 *
 * @param streamId its ID as Redis prints it
 * @param reason one line for people
 * @param payload its content, up to {@link #MAX_PAYLOAD}; empty if it had none
 * @param date IST date of its ID, or today's if the ID is not a time, {@code 2026-11-22}: which day's file it belongs
 *     to
 */
public record Rejection(String streamId, String reason, byte[] payload, String date) {
    /** Most bytes of a payload that are kept. */
    public static final int MAX_PAYLOAD = 64 * 1024;
}
