package dev.liquidity.receiver.web;

import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.archive.DayTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request: with a file of the page, with JSON, or with the events of an instrument. Thread-safe. */
final class Pages extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final Pattern FILE = Pattern.compile("/(js/)?[a-z0-9-]+(\\.min)?\\.(html|css|js|svg)");
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[[0-9a-fA-F:.]+]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String JSON = "application/json";

    /** The WebJar's folder has its version in its name. */
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private final String bind;
    private final Answers answers;
    private final Live live;

    /** @param bind the address that it listens at */
    Pages(String bind, Answers answers, Live live) {
        this.bind = bind;
        this.answers = answers;
        this.live = live;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        HEADERS.forEach(response.getHeaders()::put);
        String path = request.getHttpURI().getCanonicalPath();
        try {
            if (!isHostKnown(request.getHeaders().get(HttpHeader.HOST))) {
                fail(response, callback, 403, "This is not an address of the dashboard");
            } else if (!request.getMethod().equals("GET")) {
                fail(response, callback, 405, "The dashboard only reads");
            } else if (path.startsWith("/api/")) {
                Map<String, String> parameters = new HashMap<>();
                Request.extractQueryParameters(request)
                        .forEach(field -> parameters.put(field.getName(), field.getValue()));
                answer(path, parameters, response, callback);
            } else {
                String name = path.equals("/") ? "/index.html" : path;
                write(response, callback, TYPES.get(name.replaceFirst(".*\\.", "")), file(name));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            fail(response, callback, 400, e.getMessage());
        } catch (UserException e) {
            fail(response, callback, 503, e.getMessage());
        } catch (SQLException | IOException e) {
            LOG.debug("{} is not answered", request.getHttpURI(), e);
            fail(response, callback, 503, "The data can't be read now: " + DayTables.reason(e));
        }
        return true;
    }

    /** Keeps other sites' pages out, whose names their owners may point to this machine (DNS rebinding). */
    private boolean isHostKnown(String authority) {
        String host = authority == null ? "" : authority.replaceFirst(":\\d+$", "");
        boolean isAny = bind.equals("0.0.0.0") || bind.equals("::");
        return LOOPBACK.contains(host)
                || host.equals(bind)
                || host.equals("[" + bind + "]")
                || isAny && ADDRESS.matcher(host).matches();
    }

    private void answer(String path, Map<String, String> parameters, Response response, Callback callback)
            throws SQLException, IOException, InterruptedException {
        if (path.equals("/api/live")) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            live.stream(Answers.text(parameters, "symbol"), response);
        }
        String answer = answers.answer(path, parameters);
        write(response, callback, JSON, answer == null ? null : answer.getBytes(StandardCharsets.UTF_8));
    }

    /** The page's file at a path; null if there is none. */
    static byte[] file(String path) throws IOException {
        String name = path.equals("/echarts.min.js") ? ECHARTS : "/web" + path;
        try (InputStream in = FILE.matcher(path).matches() ? Pages.class.getResourceAsStream(name) : null) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Says in one sentence what is wrong, unless the answer has begun. */
    static void fail(Response response, Callback callback, int status, String sentence) {
        if (response.isCommitted()) {
            callback.succeeded();
        } else {
            write(response, callback, status, JSON, Live.error(sentence).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(Response response, Callback callback, String type, byte[] content) {
        if (content == null) {
            fail(response, callback, 404, "There is no such page");
            return;
        }
        write(response, callback, 200, type, content);
    }

    private static void write(Response response, Callback callback, int status, String type, byte[] content) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
    }
}
