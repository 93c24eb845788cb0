package dev.liquidity.common.notify;

/** A way to reach people. Used by one thread. */
interface Channel {
    /** {@code telegram}, {@code webhook} or {@code command}. */
    String name();

    /**
     * Sends a text, once; may take half a minute.
     *
     * @throws NotSentException if it did not arrive, as far as is known
     */
    void send(Outbox.Digest digest) throws NotSentException, InterruptedException;
}
