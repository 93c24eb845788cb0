package dev.liquidity.common.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on this machine in the place of Telegram's, or of a webhook's: takes all, unless told otherwise. */
public final class Loopback implements AutoCloseable {
    private static final Pattern TEXT = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private volatile boolean isHanging;

    private record Reply(int status, String body) {}

    public Loopback() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next request that has no reply yet gets this one. */
    public Loopback reply(int status, String body) {
        synchronized (replies) {
            replies.add(new Reply(status, body));
        }
        return this;
    }

    /** Requests are read and not answered. */
    public void hang() {
        isHanging = true;
    }

    public List<String> paths() {
        return paths;
    }

    public List<String> bodies() {
        return bodies;
    }

    /** The texts of all messages, answered well or not. */
    public List<String> texts() {
        return bodies.stream()
                .map(body -> {
                    Matcher text = TEXT.matcher(body);
                    return text.find() ? text.group(1).replace("\\n", "\n").replace("\\\"", "\"") : "none in " + body;
                })
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        paths.add(exchange.getRequestURI().toString());
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Reply reply;
        synchronized (replies) {
            reply = replies.poll();
        }
        if (isHanging) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                return;
            }
        }
        byte[] body = (reply == null ? "{\"ok\":true,\"result\":{}}" : reply.body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply == null ? 200 : reply.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
