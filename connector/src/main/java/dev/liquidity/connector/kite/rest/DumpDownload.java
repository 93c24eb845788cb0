package dev.liquidity.connector.kite.rest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Downloads an exchange's instrument dump ({@code GET /instruments/{exchange}}), which is read as it arrives.
 * Thread-safe.
 */
public final class DumpDownload {
    private final HttpUrl root;
    private final OkHttpClient client;
    private final Redaction redaction;

    /** Reads a dump. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads to the end; an {@link IOException} other than {@link RefusedException} counts as a broken transfer. */
        T read(InputStream csv) throws IOException;
    }

    public DumpDownload(URI apiUrl, Http http) {
        root = HttpUrl.get(apiUrl.toString());
        client = http.client().newBuilder().callTimeout(Duration.ofMinutes(3)).build();
        redaction = http.redaction();
    }

    /**
     * Downloads once.
     *
     * @throws TransientException without an answer, with a broken one, on 429 and 5xx, and for a proxy's page
     * @throws RefusedException if the API refuses it
     */
    public <T> T get(KiteSession session, String exchange, Reader<T> reader)
            throws TransientException, RefusedException {
        HttpUrl url = root.newBuilder()
                .addPathSegment("instruments")
                .addPathSegment(exchange)
                .build();
        Request request = new Request.Builder()
                .url(url)
                .header("X-Kite-Version", "3")
                .header("Authorization", session.authorization())
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 200) {
                throw verdict(url, Reply.read(response));
            }
            return reader.read(unpacked(response.body().byteStream()));
        } catch (TransientException | RefusedException e) {
            throw e;
        } catch (IOException e) {
            throw Http.unreachable(url, e, redaction);
        }
    }

    private IOException verdict(HttpUrl url, Reply reply) {
        if (reply.fields().isEmpty()) {
            return new TransientException(Http.where(url) + url.encodedPath() + " answered HTTP " + reply.status()
                    + " instead of a CSV dump");
        }
        if (reply.isTransient()) {
            return new TransientException(Http.where(url) + url.encodedPath() + " answered " + reply.words(redaction));
        }
        return new RefusedException(redaction.clean(reply.text("error_type")), reply.words(redaction));
    }

    /** Unpacks a file that is gzip itself; the HTTP client unpacks a gzip encoding. */
    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(raw);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return gzip ? new GZIPInputStream(bytes) : bytes;
    }
}
