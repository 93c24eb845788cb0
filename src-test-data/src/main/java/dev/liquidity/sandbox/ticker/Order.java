package dev.liquidity.sandbox.ticker;

/** What a socket's writer is asked to do, by its reader or by a fault. */
sealed interface Order {
    /** A client's text. */
    record Client(ClientMessage message) implements Order {}

    /** An answer to a ping. */
    record Pong(byte[] payload) implements Order {}

    /** A text to the client. */
    record Text(String json) implements Order {}

    /** Many ticks at once. */
    record Burst(int ticks) implements Order {}

    /** A malformed frame. */
    record Malformed(Malformation kind) implements Order {}

    /** A WebSocket close. */
    record Close(int code, String reason) implements Order {}

    /** The client's close, or its answer to ours. */
    record Closed(byte[] payload) implements Order {}
}
