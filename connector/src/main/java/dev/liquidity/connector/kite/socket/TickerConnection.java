package dev.liquidity.connector.kite.socket;

import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.Redaction;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket from its handshake to its end. Thread-safe: okhttp's reader thread calls the listener's methods, the
 * socket's thread the others. While a message is passed on, nothing is read from the socket.
 */
final class TickerConnection extends WebSocketListener {
    static final int TOO_MANY_REQUESTS = 429;
    private static final Logger LOG = LoggerFactory.getLogger(TickerConnection.class);
    private static final int NORMAL_CLOSURE = 1000;
    private static final long ANSWER_MILLIS = 1_500;
    private static final long PROOF_NANOS = 30_000_000_000L;

    private final int socket;
    private final Subscription subscription;
    private final GapWatch gaps;
    private final InboundLimit limit = new InboundLimit();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final long startedNanos = System.nanoTime();
    private volatile Redaction redaction;
    private volatile WebSocket webSocket;
    private volatile boolean isOpen;
    private volatile long openedNanos;
    private volatile long lastMessageNanos;
    private volatile long frames;
    private volatile String endReason;
    private volatile int refusalCode;
    private int sentTexts;

    TickerConnection(int socket, Subscription subscription, GapWatch gaps) {
        this.socket = socket;
        this.subscription = subscription;
        this.gaps = gaps;
    }

    /** Starts the handshake, with the secrets of a session. */
    void open(OkHttpClient client, URI endpoint, KiteSession session) {
        redaction = new Redaction();
        redaction.hide(session.accessToken());
        // Never to be logged: it has both secrets in it.
        HttpUrl url = HttpUrl.get(endpoint.toString().replaceFirst("^ws", "http"))
                .newBuilder()
                .addQueryParameter("api_key", session.apiKey())
                .addQueryParameter("access_token", session.accessToken().reveal())
                .build();
        webSocket = limit.on(client).newWebSocket(new Request.Builder().url(url).build(), this);
    }

    @Override
    public void onOpen(WebSocket opened, Response response) {
        openedNanos = System.nanoTime();
        lastMessageNanos = openedNanos;
        isOpen = true;
        subscribe(opened);
        LOG.info("Socket {} is open and subscribes {} instruments", socket, subscription.size());
    }

    /** Sends what has been added to the subscription since the last call. */
    void subscribe() {
        if (isOpen) {
            subscribe(webSocket);
        }
    }

    private synchronized void subscribe(WebSocket to) {
        List<String> texts = subscription.texts();
        while (sentTexts < texts.size()) {
            to.send(texts.get(sentTexts++));
        }
    }

    @Override
    public void onMessage(WebSocket from, ByteString bytes) {
        noteMessage();
        if (bytes.size() > 1) {
            gaps.onFrame(bytes.toByteArray());
            // A wait for room behind the sockets is no silence.
            lastMessageNanos = System.nanoTime();
            // Written by one thread: no update is lost.
            frames = frames + 1;
        } else {
            gaps.onMessage();
        }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        noteMessage();
        gaps.onMessage();
        String shown = redaction.clean(text);
        if (text.replace(" ", "").contains("\"type\":\"error\"")) {
            LOG.error("Socket {}: the server reports {}", socket, shown);
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
            end("handshake refused with HTTP " + response.code()
                    + (response.code() == TOO_MANY_REQUESTS
                            ? ": too many sockets of this key; does another program use it?"
                            : ""));
        } else {
            String message = failure.getMessage();
            end(failure.getClass().getSimpleName() + (message == null ? "" : ": " + redaction.clean(message)));
        }
        gone.countDown();
    }

    private void noteMessage() {
        limit.onMessage();
        lastMessageNanos = System.nanoTime();
    }

    private void end(String reason) {
        if (markEnded(reason)) {
            gaps.onInterruption(reason);
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

    /**
     * Waits for the end of the connection.
     *
     * @return false if it has not come in time
     */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Cuts off a connection that is of no more use. */
    void abandon(String reason) {
        end(reason);
        webSocket.cancel();
    }

    /**
     * Closes the connection, which is no interruption, and waits up to 1.5 s for the server's answer: what the server
     * sent before it has been delivered when this returns. A connection without an answer is cut off.
     */
    void close() throws InterruptedException {
        markEnded("closed by us");
        try {
            if (isOpen && webSocket.close(NORMAL_CLOSURE, null)) {
                gone.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            // Nothing happens to one that has been answered.
            webSocket.cancel();
        }
    }

    /** How long nothing has come, the handshake included. */
    long silentNanos() {
        return System.nanoTime() - (isOpen ? lastMessageNanos : startedNanos);
    }

    /** Whether the handshake succeeded. */
    boolean isOpen() {
        return isOpen;
    }

    /** When the handshake succeeded, by {@link System#nanoTime}. */
    long openedNanos() {
        return openedNanos;
    }

    /** Messages with packets so far. */
    long frames() {
        return frames;
    }

    /** Whether it has lasted for half a minute: what failed before it is over. */
    boolean isProven() {
        return isOpen && System.nanoTime() - openedNanos > PROOF_NANOS;
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
