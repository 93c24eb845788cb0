package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.connector.kite.rest.Redaction;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket from its handshake to its end. Its calls come on okhttp's thread, which never waits here: it stamps a message, hands it on and
 * goes back to the socket.
 */
final class TickerConnection extends WebSocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(TickerConnection.class);
    private static final int NORMAL_CLOSURE = 1000;
    private static final long ANSWER_MILLIS = 1_500;

    private final int socket;
    private final Subscription subscription;
    private final SilenceWatch silence;
    private final FrameSink sink;
    private final InstantSource clock;
    private final Redaction redaction;
    private final InboundLimit limit = new InboundLimit();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final long startedNanos = System.nanoTime();
    private volatile WebSocket webSocket;
    private volatile boolean isOpen;
    private volatile long lastMessageNanos;
    private volatile boolean hasDelivered;
    private volatile String endReason;
    private volatile int refusalCode;

    /**
     * @param redaction knows the session's secrets, should the server say them
     */
    TickerConnection(
            int socket,
            Subscription subscription,
            SilenceWatch silence,
            FrameSink sink,
            InstantSource clock,
            Redaction redaction) {
        this.socket = socket;
        this.subscription = subscription;
        this.silence = silence;
        this.sink = sink;
        this.clock = clock;
        this.redaction = redaction;
    }

    TickerConnection open(OkHttpClient client, Request request) {
        webSocket = limit.on(client).newWebSocket(request, this);
        return this;
    }

    @Override
    public void onOpen(WebSocket socketOpened, Response response) {
        lastMessageNanos = System.nanoTime();
        isOpen = true;
        for (String text : subscription.texts()) {
            socketOpened.send(text);
        }
        LOG.info("Socket {} is open and subscribes {} instruments", socket, subscription.size());
    }

    @Override
    public void onMessage(WebSocket from, ByteString bytes) {
        long micros = EpochMicros.of(clock.instant());
        noteMessage(micros);
        if (bytes.size() > 1) {
            sink.onFrame(socket, micros, bytes.toByteArray());
        }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        noteMessage(EpochMicros.of(clock.instant()));
        String shown = redaction.clean(text);
        if (text.replace(" ", "").contains("\"type\":\"error\"")) {
            LOG.error("Socket {}: the server says {}", socket, shown);
        } else {
            LOG.debug("Socket {}: text {}", socket, shown);
        }
    }

    @Override
    public void onClosing(WebSocket closing, int code, String reason) {
        end("closed by the server with code " + code + (reason.isEmpty() ? "" : " (" + redaction.clean(reason) + ")"));
        closing.close(NORMAL_CLOSURE, null);
    }

    @Override
    public void onClosed(WebSocket closed, int code, String reason) {
        end("closed with code " + code);
        gone.countDown();
    }

    @Override
    public void onFailure(WebSocket failed, Throwable failure, Response response) {
        if (response != null && !isOpen) {
            refusalCode = response.code();
            end("handshake refused with HTTP " + response.code());
        } else {
            String message = failure.getMessage();
            end(failure.getClass().getSimpleName() + (message == null ? "" : ": " + redaction.clean(message)));
        }
        gone.countDown();
    }

    private void noteMessage(long micros) {
        limit.onMessage();
        lastMessageNanos = System.nanoTime();
        hasDelivered = true;
        silence.onMessage(micros).ifPresent(sink::onGap);
    }

    private void end(String reason) {
        if (markEnded(reason)) {
            silence.onInterruption(reason);
        }
    }

    private synchronized boolean markEnded(String reason) {
        if (endReason != null) {
            return false;
        }
        endReason = reason;
        ended.countDown();
        return true;
    }

    /** Waits for its end; true when it has come. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Gives a connection up that is of no more use. */
    void abandon(String reason) {
        end(reason);
        webSocket.cancel();
    }

    /**
     * Says goodbye, which is no interruption, and waits for the server's answer: what it sent before that is delivered when this returns.
     * A server that does not answer in time is cut off.
     */
    void close() throws InterruptedException {
        markEnded("closed by us");
        try {
            if (isOpen && webSocket.close(NORMAL_CLOSURE, null)) {
                gone.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            webSocket.cancel();
        }
    }

    /** How long nothing has come, a handshake included. */
    long silentNanos() {
        return System.nanoTime() - (isOpen ? lastMessageNanos : startedNanos);
    }

    /** Whether the handshake succeeded. */
    boolean isOpen() {
        return isOpen;
    }

    /** Whether any message came. */
    boolean hasDelivered() {
        return hasDelivered;
    }

    /** The HTTP status with which the handshake was refused; 0 for none. */
    int refusalCode() {
        return refusalCode;
    }

    /** Why it ended; null while it has not. */
    String endReason() {
        return endReason;
    }
}
