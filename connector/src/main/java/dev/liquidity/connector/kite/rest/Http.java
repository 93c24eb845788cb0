package dev.liquidity.connector.kite.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.CookieJar;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Calls web servers with bounded times and sizes; follows no redirects. Thread-safe.
 *
 * @param client to derive others from: they share its connections, and {@link #close} cancels their calls, too
 * @param redaction hides the secrets in messages
 */
public record Http(OkHttpClient client, Redaction redaction) implements AutoCloseable {
    public Http(Redaction redaction) {
        this(patient(), redaction);
    }

    /** A client that repeats no call: a code or a request token whose answer was lost may be spent. */
    private static OkHttpClient patient() {
        return new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(20))
                .callTimeout(Duration.ofSeconds(60))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** The same with a cookie jar, and with headers that an interceptor adds to each request. */
    public Http with(CookieJar jar, Interceptor headers) {
        return new Http(
                client.newBuilder().cookieJar(jar).addInterceptor(headers).build(), redaction);
    }

    /**
     * Gets a page.
     *
     * @throws TransientException without an answer, or with one that is no verdict (429, 5xx)
     */
    public Reply get(HttpUrl url) throws TransientException {
        return call(new Request.Builder().url(url).build());
    }

    /**
     * Posts a form.
     *
     * @throws TransientException as {@link #get}
     */
    public Reply post(HttpUrl url, Map<String, String> form) throws TransientException {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        return call(new Request.Builder().url(url).post(body.build()).build());
    }

    private Reply call(Request request) throws TransientException {
        Reply reply;
        try (Response response = client.newCall(request).execute()) {
            reply = Reply.read(response);
        } catch (IOException e) {
            throw unreachable(request.url(), e, redaction);
        }
        if (reply.isTransient()) {
            throw new TransientException(where(request.url()) + " answered " + reply.words(redaction));
        }
        return reply;
    }

    /** Cancels the calls that are under way, so that a stop never waits for a server. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    static TransientException unreachable(HttpUrl url, IOException e, Redaction redaction) {
        return new TransientException(where(url) + " could not be reached ("
                + e.getClass().getSimpleName() + ": " + redaction.clean(e.getMessage()) + ")");
    }

    /** A server's name and port, without the path and query, which can hold a token. */
    public static String where(HttpUrl url) {
        return url.scheme() + "://" + url.host()
                + (url.port() == HttpUrl.defaultPort(url.scheme()) ? "" : ":" + url.port());
    }
}
