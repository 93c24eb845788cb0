package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.http.Json;
import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.wire.BigEndian;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * One socket's duty cycle: obey orders, send the cached ticks of new subscriptions, send the ticks that are due, beat
 * when idle, rest until the next slot. It owns the subscriptions and the frame, so that the only lock on a tick's way
 * is its instrument's feed.
 */
final class SocketWriter implements Runnable {
    private static final long SLOT_NANOS = 10_000_000L;
    private static final long HEARTBEAT_NANOS = 1_000_000_000L;
    private static final long CLOSE_NANOS = 2_000_000_000L;
    private static final double MAX_CATCH_UP_SECONDS = 2;
    private static final double BURST = 4;
    private static final double SECONDS_BETWEEN_BURSTS = 25;

    private final TickerSocket socket;
    private final Market market;
    private final Flow flow;
    private final Ledger ledger;
    private final long cachedAgeSeconds;
    private final Subscriptions subscriptions;
    private final Random random;
    private final TickFrame frame = new TickFrame();
    private final Deque<Long> cached = new ArrayDeque<>();
    private long lastWriteNanos = System.nanoTime();
    private long lastTurnNanos = lastWriteNanos;
    private long burstUntilNanos = lastWriteNanos;
    private double credit;
    private Order.Close closing;
    private long closingNanos;

    /**
     * @param ledger null for none
     * @param cachedAge how old the cached tick of a new subscription is
     */
    SocketWriter(TickerSocket socket, Market market, Flow flow, Ledger ledger, Duration cachedAge, long seed) {
        this.socket = socket;
        this.market = market;
        this.flow = flow;
        this.ledger = ledger;
        this.cachedAgeSeconds = cachedAge.toSeconds();
        this.random = new Random(seed * 31 + socket.id());
        this.subscriptions = new Subscriptions(random.nextLong());
    }

    @Override
    public void run() {
        try {
            while (socket.isOpen()) {
                boolean rest = turn();
                if (rest) {
                    LockSupport.parkNanos(SLOT_NANOS);
                }
            }
        } catch (IOException e) {
            socket.end("write failed: " + e.getMessage());
        } catch (RuntimeException e) {
            socket.end("sandbox failed: " + e);
        } finally {
            flow.addWeight(-subscriptions.weight());
            socket.noteEnd();
        }
    }

    /** One turn; whether there is time to rest. */
    private boolean turn() throws IOException {
        for (Order order = socket.nextOrder(); order != null; order = socket.nextOrder()) {
            obey(order);
        }
        long now = System.nanoTime();
        double seconds = (now - lastTurnNanos) / 1e9;
        lastTurnNanos = now;
        if (closing != null) {
            if (now - closingNanos > CLOSE_NANOS) {
                socket.end("closed with code " + closing.code() + ", unanswered");
            }
            return true;
        }
        boolean rest = true;
        if (!socket.isSilent()) {
            sendCached();
            rest = sendDue(now, seconds);
        }
        if (now - lastWriteNanos >= HEARTBEAT_NANOS && socket.mayBeat()) {
            write(new byte[] {(byte) 0x82, 1, 0}, 3);
        }
        return rest;
    }

    private boolean sendDue(long now, double seconds) throws IOException {
        if (!flow.running() || subscriptions.size() == 0) {
            credit = 0;
            return true;
        }
        if (flow.rate().kind() == Rate.Kind.MAX) {
            sendTicks(TickFrame.CAPACITY);
            return false;
        }
        if (now > burstUntilNanos && random.nextDouble() < seconds / SECONDS_BETWEEN_BURSTS) {
            burstUntilNanos = now + 1_000_000_000L;
        }
        double share = flow.share(subscriptions.weight(), now < burstUntilNanos ? BURST : 1);
        credit = Math.min(credit + share * seconds, Math.max(1, share * MAX_CATCH_UP_SECONDS));
        int due = (int) credit;
        credit -= due;
        sendTicks(due);
        return true;
    }

    private void sendTicks(int count) throws IOException {
        long epochSeconds = market.epochSeconds();
        int left = subscriptions.size() == 0 ? 0 : count;
        while (left > 0) {
            for (; left > 0 && !frame.isFull(); left--) {
                int at = subscriptions.draw();
                frame.addNext(subscriptions.feed(at), subscriptions.mode(at), epochSeconds);
            }
            sendFrame();
        }
    }

    private void sendCached() throws IOException {
        long epochSeconds = market.epochSeconds() - cachedAgeSeconds;
        while (!cached.isEmpty()) {
            while (!cached.isEmpty() && !frame.isFull()) {
                int at = subscriptions.find(cached.poll());
                if (at >= 0) {
                    frame.addCached(subscriptions.feed(at), subscriptions.mode(at), epochSeconds);
                }
            }
            sendFrame();
        }
    }

    private void sendFrame() throws IOException {
        if (frame.packets() > 0) {
            try {
                socket.writeTicks(frame);
                flow.countSent(frame.packets());
                lastWriteNanos = System.nanoTime();
            } finally {
                frame.clear();
            }
        }
    }

    private void obey(Order order) throws IOException {
        if (order instanceof Order.Client client) {
            obey(client.message());
        } else if (order instanceof Order.Burst burst) {
            sendTicks(burst.ticks());
        } else if (order instanceof Order.Malformed malformed) {
            sendMalformed(malformed.kind());
        } else if (order instanceof Order.Closed closed) {
            finish(closed);
        } else if (socket.isSilent()) {
            // A silent server answers no ping either.
            return;
        } else if (order instanceof Order.Pong pong) {
            writeControl(WebSocketReader.PONG, pong.payload());
        } else if (order instanceof Order.Text text) {
            writeText(text.json());
        } else if (order instanceof Order.Close close) {
            sendClose(close);
        }
    }

    private void obey(ClientMessage message) throws IOException {
        double before = subscriptions.weight();
        int refused = 0;
        for (long token : message.tokens()) {
            switch (message.action()) {
                case "subscribe" -> refused += subscribe(token) ? 0 : 1;
                case "unsubscribe" -> subscriptions.remove(token);
                default -> subscriptions.mode(token, message.mode());
            }
        }
        flow.addWeight(subscriptions.weight() - before);
        socket.subscriptions(subscriptions.size());
        if (refused > 0) {
            writeText(errorText("Subscription limit of " + Subscriptions.LIMIT + " instruments exceeded: " + refused
                    + " tokens were not subscribed."));
        }
    }

    /**
     * False when there is no room; a token of no instrument, or one subscribed already, is passed over as Kite does.
     */
    private boolean subscribe(long token) {
        Feed feed = market.feed(token);
        if (feed == null) {
            return true;
        }
        if (!subscriptions.contains(token)) {
            if (!subscriptions.add(feed)) {
                return false;
            }
            if (ledger != null) {
                ledger.instrument(
                        token, feed.listing().exchange(), feed.listing().tradingsymbol());
            }
        }
        cached.add(token);
        return true;
    }

    static String errorText(String message) {
        return new Json().write(json -> {
            json.writeStartObject();
            json.writeStringField("type", "error");
            json.writeStringField("data", message);
            json.writeEndObject();
        });
    }

    private void sendMalformed(Malformation kind) throws IOException {
        byte[] payload = kind.payload(random.nextLong());
        socket.noteMalformed(payload);
        byte[] whole = message(WebSocketReader.BINARY, payload);
        if (kind == Malformation.HALF) {
            write(whole, whole.length / 2);
            socket.cut("cut in half a frame");
        } else {
            write(whole, whole.length);
        }
    }

    private void finish(Order.Closed closed) {
        if (closing != null) {
            socket.end("closed with code " + closing.code());
            return;
        }
        try {
            if (!socket.isSilent()) {
                writeControl(WebSocketReader.CLOSE, closed.payload());
            }
        } catch (IOException e) {
            // A client that has said goodbye does not need ours.
            socket.end("closed by client, who did not wait");
        }
        socket.end("closed by client");
    }

    private void sendClose(Order.Close close) throws IOException {
        byte[] reason = close.reason().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + reason.length];
        BigEndian.putU16(payload, 0, close.code());
        System.arraycopy(reason, 0, payload, 2, reason.length);
        writeControl(WebSocketReader.CLOSE, payload);
        closing = close;
        closingNanos = System.nanoTime();
    }

    private void writeText(String json) throws IOException {
        byte[] whole = message(WebSocketReader.TEXT, json.getBytes(StandardCharsets.UTF_8));
        write(whole, whole.length);
    }

    private void writeControl(int opcode, byte[] payload) throws IOException {
        byte[] whole = message(opcode, payload);
        write(whole, whole.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        socket.writeFrame(bytes, length);
        lastWriteNanos = System.nanoTime();
    }

    private static byte[] message(int opcode, byte[] payload) {
        int header = payload.length < 126 ? 2 : 4;
        byte[] whole = new byte[header + payload.length];
        whole[0] = (byte) (0x80 | opcode);
        if (header == 2) {
            whole[1] = (byte) payload.length;
        } else {
            whole[1] = 126;
            BigEndian.putU16(whole, 2, payload.length);
        }
        System.arraycopy(payload, 0, whole, header, payload.length);
        return whole;
    }
}
