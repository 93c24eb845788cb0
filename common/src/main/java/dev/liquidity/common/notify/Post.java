package dev.liquidity.common.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.liquidity.common.notify.NotSentException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts JSON by {@link HttpURLConnection}, which has no threads and takes 3 MB where the newer client takes 28. */
final class Post {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 20_000;
    private static final int MOST_OF_ANSWER = 4096;
    private static final int TOO_MANY = 429;
    private static final Pattern RETRY_AFTER = Pattern.compile("\"retry_after\"\\s*:\\s*(\\d{1,5})");

    static {
        // The server may close a connection that is kept just when the next text is sent on it, which then fails.
        System.setProperty("http.keepAlive", "false");
    }

    private Post() {}

    /** @param body its beginning; empty if there is none */
    record Answer(int status, String body) {
        boolean isGood() {
            return status / 100 == 2;
        }

        /** @param advice what to say unless the server is only busy or broken */
        NotSentException failure(String advice) {
            Matcher wait = RETRY_AFTER.matcher(body);
            return status == TOO_MANY || status >= 500
                    ? new NotSentException(
                            Kind.PASSING,
                            "the server answers " + status,
                            wait.find() ? 1000L * Integer.parseInt(wait.group(1)) : 0)
                    : new NotSentException(Kind.REFUSED, advice, 0);
        }
    }

    static Answer json(String address, String json) throws NotSentException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = null;
        Kind kind = Kind.PASSING;
        try {
            connection = (HttpURLConnection) new URI(address).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            // Otherwise a request whose answer is lost is sent twice.
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
            connection.connect();
            kind = Kind.DOUBTFUL;
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = in == null ? "" : new String(in.readNBytes(MOST_OF_ANSWER), StandardCharsets.UTF_8);
                return new Answer(status, text);
            }
        } catch (HttpRetryException e) {
            return new Answer(e.responseCode(), "");
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new NotSentException(Kind.REFUSED, "a token or an address has characters that none may have", 0);
        } catch (IOException e) {
            String what = kind == Kind.PASSING ? "can't be reached (" : "does not answer (";
            throw new NotSentException(kind, what + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", 0);
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
