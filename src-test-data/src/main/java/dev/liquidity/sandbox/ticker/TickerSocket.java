package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.ledger.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One client's connection as all threads see it: its orders, its silence, its counters, its end. Only its writer thread
 * writes frames and counts them.
 */
final class TickerSocket {
    private final int id;
    private final Socket socket;
    private final OutputStream out;
    private final Ledger ledger;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Thread writer;
    private volatile long silentUntilNanos = System.nanoTime();
    private volatile boolean heartbeatsInSilence;
    private volatile long ticks;
    private volatile long frames;
    private volatile long bytes;
    private volatile int subscriptions;

    /**
     * @param ledger null for none
     */
    TickerSocket(int id, Socket socket, Ledger ledger) throws IOException {
        this.id = id;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.ledger = ledger;
        note(RecordKind.OPENED, "");
    }

    int id() {
        return id;
    }

    boolean isOpen() {
        return end.get() == null;
    }

    SocketReport report() {
        return new SocketReport(id, subscriptions, ticks, frames, bytes, end.get());
    }

    void subscriptions(int count) {
        subscriptions = count;
    }

    void writer(Thread thread) {
        writer = thread;
    }

    /** Asks the writer for something, and wakes it. */
    void order(Order order) {
        orders.add(order);
        LockSupport.unpark(writer);
    }

    /** The next order; null if there is none. */
    Order nextOrder() {
        return orders.poll();
    }

    void silence(Duration duration, boolean heartbeats) {
        heartbeatsInSilence = heartbeats;
        silentUntilNanos = System.nanoTime() + duration.toNanos();
    }

    boolean isSilent() {
        return silentUntilNanos - System.nanoTime() > 0;
    }

    boolean mayBeat() {
        return heartbeatsInSilence || !isSilent();
    }

    /** Writes a sealed frame of ticks and notes it. Used by the writer thread only. */
    void writeTicks(TickFrame frame) throws IOException {
        int start = frame.seal();
        try {
            out.write(frame.bytes(), start, frame.end() - start);
        } catch (IOException e) {
            note(RecordKind.TORN, frame);
            throw e;
        }
        note(RecordKind.FRAME, frame);
        count(frame.end() - start);
        ticks += frame.packets();
    }

    /** Writes any other frame. Used by the writer thread only. */
    void writeFrame(byte[] frame, int length) throws IOException {
        out.write(frame, 0, length);
        count(length);
    }

    void noteMalformed(byte[] payload) {
        if (ledger != null) {
            ledger.append(RecordKind.MALFORMED, id, payload, 0, payload.length);
        }
    }

    private void count(int length) {
        frames++;
        bytes += length;
    }

    private void note(RecordKind kind, TickFrame frame) {
        if (ledger != null) {
            ledger.append(kind, id, frame.bytes(), frame.payloadStart(), frame.payloadLength());
        }
    }

    private void note(RecordKind kind, String text) {
        if (ledger != null) {
            ledger.append(kind, id, text);
        }
    }

    /** Ends it with a reset: what the other side has not read is gone. */
    void cut(String reason) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed.
            end(reason);
            return;
        }
        end(reason);
    }

    /** Ends it; the first reason given is kept. */
    void end(String reason) {
        if (end.compareAndSet(null, reason)) {
            ended.countDown();
            try {
                socket.close();
            } catch (IOException e) {
                // A socket that can't be closed is closed already.
                LockSupport.unpark(writer);
                return;
            }
            LockSupport.unpark(writer);
        }
    }

    /** Waits until it has ended, but not for ever. */
    void awaitEnd(long millis) {
        try {
            ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the writer has noted the end, but not for ever. */
    void awaitWriter(long millis) {
        try {
            writer.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes the end in the ledger, after the last frame. Used by the writer thread only. */
    void noteEnd() {
        note(RecordKind.ENDED, end.get() + "\t" + frames + "\t" + bytes);
    }
}
