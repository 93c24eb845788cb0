package dev.liquidity.sandbox.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The controls of a running exchange, over HTTP. Not thread-safe. */
final class Controls {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    /** @param url without a slash at its end, as the exchange's ready file has it */
    Controls(String url) {
        this.url = url;
    }

    /**
     * What the exchange says of itself.
     *
     * @param sent ticks since the start, on all sockets
     * @param sockets open ones
     * @param subscriptions instruments on these
     */
    record State(long sent, int sockets, int subscriptions) {}

    State state() throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(url + "/state")).GET());
    }

    /** Starts or pauses the ticks. */
    void running(boolean running) throws IOException, InterruptedException {
        ask(post("/flow?running=" + running));
    }

    /** Writes the ledger's last records to its file. */
    void flush() throws IOException, InterruptedException {
        ask(post("/flush"));
    }

    private HttpRequest.Builder post(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.noBody());
    }

    private State ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the exchange answers " + answer.statusCode() + ": " + answer.body());
        }
        return parse(answer.body());
    }

    static State parse(String body) throws IOException {
        long sent = 0;
        int sockets = 0;
        int subscriptions = 0;
        boolean open = false;
        try (JsonParser json = JSON.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "ticks_sent" -> sent = json.getLongValue();
                    case "open" -> {
                        open = json.getBooleanValue();
                        sockets += open ? 1 : 0;
                    }
                    case "subscriptions" -> subscriptions += open ? json.getIntValue() : 0;
                    default -> {}
                }
            }
        }
        return new State(sent, sockets, subscriptions);
    }
}
