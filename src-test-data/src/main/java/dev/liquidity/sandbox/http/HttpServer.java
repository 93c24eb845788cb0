package dev.liquidity.sandbox.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A small HTTP/1.1 server on loopback with connections kept alive, a thread each. The JDK's own one overwrites the
 * {@code Date} header up to Java 17, and a skewed date is one of the sandbox's faults.
 */
public final class HttpServer implements AutoCloseable {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final int MAX_BODY = 1 << 20;
    private static final int IDLE_MILLIS = 60_000;

    /** Answers a request. */
    @FunctionalInterface
    public interface Pages {
        Reply answer(Request request) throws IOException;
    }

    private final ServerSocket server;
    private final Pages pages;
    private final Clock clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param port 0 for a free one
     * @param clock for the {@code Date} header
     */
    public HttpServer(int port, Pages pages, Clock clock) throws IOException {
        this.pages = pages;
        this.clock = clock;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        start("sandbox-http", this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                start("sandbox-http-" + socket.getPort(), () -> serve(socket));
            } catch (IOException e) {
                // For example no descriptors left, which may pass. After close() the loop ends.
                LockSupport.parkNanos(10_000_000L);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            boolean keep = true;
            while (keep && !closed) {
                keep = serveOne(in, out);
            }
        } catch (IOException e) {
            // The client went away.
            return;
        } finally {
            open.remove(socket);
        }
    }

    private boolean serveOne(InputStream in, OutputStream out) throws IOException {
        RequestHead head;
        try {
            head = RequestHead.read(in);
        } catch (BadRequestException e) {
            send(out, Reply.html(400, "400 Bad Request"), "GET", false);
            return false;
        }
        if (head == null) {
            return false;
        }
        String length = head.header("Content-Length");
        int size = length == null ? 0 : Integer.parseInt(length);
        if (size > MAX_BODY) {
            send(out, Reply.html(413, "413 Request Entity Too Large"), head.method(), false);
            return false;
        }
        Request request = new Request(head, in.readNBytes(size));
        boolean keep = !"close".equalsIgnoreCase(head.header("Connection"));
        send(out, answer(request), head.method(), keep);
        return keep;
    }

    private Reply answer(Request request) {
        try {
            return pages.answer(request);
        } catch (IOException | RuntimeException e) {
            return Reply.error(500, "GeneralException", "The sandbox failed: " + e);
        }
    }

    private void send(OutputStream out, Reply reply, String method, boolean keep) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(reply.status())
                .append(' ')
                .append(reply.status())
                .append("\r\n");
        head.append("Date: ").append(DATE.format(clock.instant())).append("\r\n");
        List<String> headers = reply.headers();
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        head.append("Content-Length: ").append(reply.body().length).append("\r\n");
        head.append(keep ? "\r\n" : "Connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!method.equals("HEAD")) {
            out.write(reply.body());
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
