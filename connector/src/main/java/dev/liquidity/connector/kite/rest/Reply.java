package dev.liquidity.connector.kite.rest;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * A server's complete answer. Immutable.
 *
 * @param serverTime the {@code Date} header, whole seconds; null without one
 * @param location the {@code Location} header; null without one
 * @param fields the body's values; empty if the body is not a JSON object, whatever the Content-Type says
 */
public record Reply(int status, Instant serverTime, String location, Optional<JsonFields> fields, String body) {
    /** In characters; only the instrument dump is longer. */
    private static final long LONGEST_BODY = 1 << 20;

    /**
     * Reads an answer to its end.
     *
     * @throws IOException if it can't be read, or is longer than 1 MB
     */
    public static Reply read(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(LONGEST_BODY + 1)) {
            throw new IOException("an answer of more than 1 MB");
        }
        String body = source.readUtf8();
        Date date = response.headers().getDate("Date");
        return new Reply(
                response.code(),
                date == null ? null : date.toInstant(),
                response.header("Location"),
                JsonFields.read(body),
                body);
    }

    /** Whether the server gave no verdict: too many calls, or an error of its own. */
    public boolean isTransient() {
        return status == 429 || status >= 500;
    }

    public boolean isRedirect() {
        return status >= 300 && status < 400 && location != null;
    }

    /** Whether it is a JSON object that reports success. */
    public boolean isSuccess() {
        return status >= 200
                && status < 300
                && fields.isPresent()
                && !"error".equals(fields.get().text("status"));
    }

    /** The value at a path of the body; null if there is none. */
    public String text(String path) {
        return fields.map(found -> found.text(path)).orElse(null);
    }

    /** What went wrong, in the server's own words; a page's content is never shown. */
    public String words(Redaction redaction) {
        String message = text("message");
        if (message != null && !message.isBlank()) {
            return "HTTP " + status + ", \"" + redaction.clean(message) + "\"";
        }
        return "HTTP " + status
                + (fields.isPresent() ? "" : body.isBlank() ? " without content" : " with a page instead of JSON");
    }

    /** Without the body, which can hold a token. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
