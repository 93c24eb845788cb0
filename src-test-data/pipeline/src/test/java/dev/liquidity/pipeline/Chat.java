package dev.liquidity.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Telegram on loopback: keeps what bots send. Thread-safe. */
final class Chat implements AutoCloseable {
    static final String TOKEN = "123456789:AAsandboxsandboxsandboxsandboxsandb";
    static final String ID = "-1001234567890";

    private final HttpServer server;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    Chat() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The lines of all messages, in the order in which they came. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Requests for another bot, or of another form. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String text = text(body);
        boolean isGood = exchange.getRequestURI().getPath().equals("/bot" + TOKEN + "/sendMessage") && text != null;
        if (isGood) {
            lines.addAll(text.lines().toList());
        } else {
            refused.add(exchange.getRequestURI() + " " + body);
        }
        byte[] reply = ("{\"ok\":" + isGood + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isGood ? 200 : 404, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private static String text(String body) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                if ("text".equals(json.currentName()) && json.currentToken().isScalarValue()) {
                    return json.getText();
                }
            }
            return null;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
