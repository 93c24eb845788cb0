package dev.liquidity.connector.kite.rest;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * A server's whole answer.
 *
 * @param serverTime its {@code Date} header, whole seconds; null without one
 * @param location its {@code Location} header; null without one
 * @param fields the body's values; empty when the body is no JSON object, whatever its Content-Type claims
 */
public record Reply(
        int status, Instant serverTime, String location, Optional<JsonFields> fields, String contentType, String body) {
    /** No answer but the instrument dump is near this size. */
    public static final long LONGEST_BODY = 1 << 20;

    /**
     * Reads an answer to its end.
     *
     * @throws IOException when it can't be read, or is longer than {@link #LONGEST_BODY}
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
                response.header("Content-Type", ""),
                body);
    }

    /** Whether the server gave no verdict: too many calls, or an error of its own. */
    public boolean isTransient() {
        return status == 429 || status >= 500;
    }

    public boolean isRedirect() {
        return status >= 300 && status < 400 && location != null;
    }

    /** Whether it is a JSON object of success. */
    public boolean isSuccess() {
        return status >= 200
                && status < 300
                && fields.isPresent()
                && !"error".equals(fields.get().text("status"));
    }

    /** The value at a path of the body; null when there is none. */
    public String text(String path) {
        return fields.map(found -> found.text(path)).orElse(null);
    }

    /** What went wrong, to show: the server's own words, or the kind of page it sent instead. Never a page's content. */
    public String words(Redaction redaction) {
        String message = text("message");
        if (message != null && !message.isBlank()) {
            return "HTTP " + status + ", \"" + redaction.clean(message) + "\"";
        }
        return "HTTP " + status + (fields.isPresent() ? "" : " with a page instead of JSON");
    }

    /** Never the body: it can hold a token. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
