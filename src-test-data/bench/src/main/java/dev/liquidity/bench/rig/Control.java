package dev.liquidity.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exchange's controls over HTTP. */
public final class Control {
    private static final Pattern SENT = Pattern.compile("\"ticks_sent\"\\s*:\\s*(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;

    Control(String url) {
        this.url = url;
    }

    /** Sets how many ticks a second flow. */
    public void rate(double ticksPerSecond) throws IOException, InterruptedException {
        send("POST", "/flow?running=true&rate=" + ticksPerSecond);
    }

    /** Stops the ticks; heartbeats go on. */
    public void pause() throws IOException, InterruptedException {
        send("POST", "/flow?running=false");
    }

    /** Flushes the ledger, for an audit. */
    public void flushLedger() throws IOException, InterruptedException {
        send("POST", "/flush");
    }

    /** Ticks sent so far. */
    public long sent() throws IOException, InterruptedException {
        Matcher matcher = SENT.matcher(send("GET", "/state"));
        if (!matcher.find()) {
            throw new IOException("the exchange does not say how many ticks it sent");
        }
        return Long.parseLong(matcher.group(1));
    }

    private String send(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.body());
        }
        return response.body();
    }
}
