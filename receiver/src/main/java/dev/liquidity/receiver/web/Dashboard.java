package dev.liquidity.receiver.web;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.archive.DayTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The dashboard's server: answers with files of the page, JSON, or an instrument's events. Thread-safe. */
public final class Dashboard implements AutoCloseable {
    private static final int MOST_THREADS = 24;
    private static final int TIMEOUT_SECONDS = 5;
    private static final Pattern FILE = Pattern.compile("/(js/)?[a-z0-9-]+(\\.min)?\\.(html|css|js|txt)");
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[[0-9a-fA-F:.]+]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String JSON = "application/json";

    /** The WebJar's folder has its version in its name. */
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private static final String HEADERS = """
            Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
            connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            X-Content-Type-Options: nosniff
            Referrer-Policy: no-referrer
            Cross-Origin-Resource-Policy: same-origin
            Cache-Control: no-cache""";

    private final String bind;
    private final InstantSource clock;
    private final DayTables tables;
    private final Answers answers;
    private final Live live;
    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts it.
     *
     * @param bind the address to listen at
     * @param port 0 for a free one
     * @throws UserException with {@code USAGE} if it can't listen there
     */
    public Dashboard(Settings settings, String bind, int port, InstantSource clock) {
        this.bind = bind;
        this.clock = clock;
        tables = new DayTables(settings.persistence(), TIMEOUT_SECONDS);
        answers = new Answers(tables);
        live = new Live(settings.redis());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("dashboard");
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(bind);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                answer(request, response, callback);
                return true;
            }
        });
        server.setErrorHandler((request, response, callback) -> {
            fail(response, callback, response.getStatus(), "This request can't be answered");
            return true;
        });
        try {
            server.start();
            threads.execute(this::warmUp);
        } catch (Exception e) {
            close();
            String why = " can't be had (" + e.getMessage() + "): give another --port or --bind";
            throw new UserException(ExitCode.USAGE, "port " + port + " of " + bind + why, e);
        }
    }

    /** Asks what the first viewer will ask, since much is slower the first time. */
    private void warmUp() {
        try {
            Map<String, String> newest = Map.of("date", tables.dates().last().toString());
            answers.answer("day", newest);
            answers.answer("overview", newest);
        } catch (RuntimeException | IOException e) {
            // There is nothing yet, or the page says what is wrong.
        }
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    private void answer(Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        HEADERS.lines()
                .map(line -> line.split(": ", 2))
                .forEach(pair -> response.getHeaders().put(pair[0], pair[1]));
        String path = request.getHttpURI().getCanonicalPath();
        try {
            if (!isHostKnown(request.getHeaders().get(HttpHeader.HOST))) {
                fail(response, callback, 403, "This is not an address of the dashboard");
            } else if (!request.getMethod().equals("GET")) {
                fail(response, callback, 405, "The dashboard only reads");
            } else if (path.matches("/api/[a-z]+")) {
                Map<String, String> values = new HashMap<>();
                Request.extractQueryParameters(request).forEach(field -> values.put(field.getName(), field.getValue()));
                if (path.equals("/api/live")) {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
                    live.stream(values.get("symbol"), response);
                }
                String json = path.equals("/api/dates")
                        ? live.state(clock.instant(), answers.dates())
                        : answers.answer(path.substring(5), values);
                write(response, callback, JSON, json == null ? null : json.getBytes(StandardCharsets.UTF_8));
            } else {
                String name = path.equals("/") ? "/index.html" : path;
                String type = name.replaceFirst(".*\\.", "").replace("js", "javascript");
                write(response, callback, "text/" + type + "; charset=utf-8", file(name));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            fail(response, callback, 400, e.getMessage());
        } catch (UserException e) {
            fail(response, callback, 503, e.getMessage());
        }
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

    /** The page's file at a path; null if there is none. */
    static byte[] file(String path) throws IOException {
        String name = path.equals("/echarts.min.js") ? ECHARTS : "/web" + path;
        try (InputStream in = FILE.matcher(path).matches() ? Dashboard.class.getResourceAsStream(name) : null) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Says in one sentence what is wrong, unless the answer has begun. */
    private static void fail(Response response, Callback callback, int status, String sentence) {
        if (response.isCommitted()) {
            callback.succeeded();
            return;
        }
        response.setStatus(status);
        write(response, callback, JSON, Live.error(sentence).getBytes(StandardCharsets.UTF_8));
    }

    /** @param content null for what is not there */
    private static void write(Response response, Callback callback, String type, byte[] content) {
        if (content == null) {
            fail(response, callback, 404, "There is no such page");
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // The process ends.
        }
        live.close();
        tables.close();
    }
}
