package dev.liquidity.receiver.web;

import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request: with a resource of the page, with JSON, or with the events of an instrument. Thread-safe. */
final class Pages extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final Pattern RESOURCE = Pattern.compile("/(js/)?[a-z0-9-]+\\.(html|css|js|svg)");
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[[0-9a-fA-F:.]+]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String JSON = "application/json";

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
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        HttpFields.Mutable headers = response.getHeaders();
        HEADERS.forEach(headers::put);
        String path = request.getHttpURI().getCanonicalPath();
        try {
            if (!isHostKnown(request.getHeaders().get(HttpHeader.HOST))) {
                fail(response, callback, 403, "This address is not the dashboard's: open it by its own");
            } else if (!request.getMethod().equals("GET")) {
                fail(response, callback, 405, "The dashboard only reads");
            } else if (path.equals("/api/live")) {
                headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
                live.stream(parameters(request).text("symbol"), response);
                callback.succeeded();
            } else if (path.startsWith("/api/")) {
                answer(path, parameters(request), response, callback);
            } else {
                resource(path.equals("/") ? "/index.html" : path, response, callback);
            }
        } catch (IllegalArgumentException e) {
            fail(response, callback, 400, e.getMessage());
        } catch (UserException e) {
            fail(response, callback, 503, e.getMessage());
        } catch (SQLException | IOException e) {
            LOG.warn("{} is not answered", request.getHttpURI().getPathQuery(), e);
            fail(response, callback, 503, Answers.reason(e));
        }
        return true;
    }

    /** Keeps other sites' pages out, whose names their owners may point to this machine (DNS rebinding). */
    private boolean isHostKnown(String authority) {
        String host = authority == null ? "" : authority.replaceFirst(":\\d+$", "");
        boolean isOfAll = bind.equals("0.0.0.0") || bind.equals("::");
        return LOOPBACK.contains(host)
                || host.equals(bind)
                || host.equals("[" + bind + "]")
                || isOfAll && ADDRESS.matcher(host).matches();
    }

    private static Parameters parameters(Request request) {
        Map<String, String> values = new HashMap<>();
        Request.extractQueryParameters(request).forEach(field -> values.put(field.getName(), field.getValue()));
        return new Parameters(values);
    }

    private void answer(String path, Parameters parameters, Response response, Callback callback)
            throws SQLException, IOException {
        String answer = answers.answer(path, parameters);
        if (answer == null) {
            fail(response, callback, 404, "There is no such request");
        } else {
            write(response, callback, 200, JSON, answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void resource(String path, Response response, Callback callback) throws IOException {
        byte[] content = RESOURCE.matcher(path).matches() ? Resources.read(path) : null;
        if (content == null) {
            fail(response, callback, 404, "There is no such page");
        } else {
            write(response, callback, 200, TYPES.get(path.replaceFirst(".*\\.", "")), content);
        }
    }

    /** Says in one sentence what is wrong. */
    static void fail(Response response, Callback callback, int status, String sentence) {
        byte[] json = Json.object("error", sentence).getBytes(StandardCharsets.UTF_8);
        if (response.isCommitted()) {
            callback.succeeded();
        } else {
            write(response, callback, status, JSON, json);
        }
    }

    private static void write(Response response, Callback callback, int status, String type, byte[] content) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
    }
}
