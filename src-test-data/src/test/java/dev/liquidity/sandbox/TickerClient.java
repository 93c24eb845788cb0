package dev.liquidity.sandbox;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A WebSocket that collects what comes: messages, packets, texts, and how it ended. */
final class TickerClient implements WebSocket.Listener {
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final StringBuilder partialText = new StringBuilder();
    private final List<byte[]> messages = new ArrayList<>();
    private final List<byte[]> packets = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int closeCode;
    private Throwable error;
    private int pongs;
    private WebSocket socket;

    static TickerClient open(HttpClient http, URI uri) {
        TickerClient client = new TickerClient();
        client.socket = http.newWebSocketBuilder().buildAsync(uri, client).join();
        return client;
    }

    /** The status of a handshake that is refused. */
    static int refusal(Runnable opening) {
        try {
            opening.run();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
        return 101;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void subscribe(String mode, long... tokens) {
        String list = join(tokens);
        send("{\"a\":\"subscribe\",\"v\":[" + list + "]}");
        send("{\"a\":\"mode\",\"v\":[\"" + mode + "\",[" + list + "]]}");
    }

    static String join(long... tokens) {
        StringBuilder list = new StringBuilder();
        for (long token : tokens) {
            list.append(list.isEmpty() ? "" : ",").append(token);
        }
        return list.toString();
    }

    void ping() {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    }

    void abort() {
        socket.abort();
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            byte[] message = partial.toByteArray();
            partial.reset();
            messages.add(message);
            split(message);
            notifyAll();
        }
        webSocket.request(1);
        return null;
    }

    private void split(byte[] message) {
        if (message.length < 2) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int count = buffer.getShort() & 0xffff;
        for (int i = 0; i < count && buffer.remaining() >= 2; i++) {
            int length = buffer.getShort() & 0xffff;
            if (length > buffer.remaining()) {
                return;
            }
            byte[] packet = new byte[length];
            buffer.get(packet);
            packets.add(packet);
        }
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partialText.append(data);
        if (last) {
            texts.add(partialText.toString());
            partialText.setLength(0);
            notifyAll();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs++;
        notifyAll();
        webSocket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        notifyAll();
        return null;
    }

    @Override
    public synchronized void onError(WebSocket webSocket, Throwable thrown) {
        error = thrown;
        notifyAll();
    }

    synchronized List<byte[]> packets() {
        return List.copyOf(packets);
    }

    synchronized List<byte[]> packets(Predicate<byte[]> wanted) {
        return packets.stream().filter(wanted).toList();
    }

    synchronized List<byte[]> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    synchronized int pongs() {
        return pongs;
    }

    synchronized int closeCode() {
        return closeCode;
    }

    synchronized Throwable error() {
        return error;
    }

    /** Waits for something that a message may bring about, at most ten seconds. */
    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        synchronized (this) {
            while (!condition.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited 10 s; " + packets.size() + " packets, " + texts + ", close "
                            + closeCode + ", " + error);
                }
                try {
                    wait(Math.min(left, 20));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** A future that is done when the client's message is sent. */
    CompletableFuture<WebSocket> request(long messages) {
        socket.request(messages);
        return CompletableFuture.completedFuture(socket);
    }
}
