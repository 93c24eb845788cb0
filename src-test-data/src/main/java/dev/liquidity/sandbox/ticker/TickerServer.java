package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.market.Market;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

/**
 * The ticker: accepts WebSockets on loopback, at most three at once, and gives each a reader and a writer thread.
 */
public final class TickerServer implements AutoCloseable {
    /** Kite's limit for a key. */
    public static final int MAX_SOCKETS = 3;

    private static final int HANDSHAKE_MILLIS = 5_000;
    private static final int CLOSE_MILLIS = 2_000;

    private final ServerSocket server;
    private final Market market;
    private final Flow flow;
    private final Ledger ledger;
    private final Duration cachedAge;
    private final long seed;
    private final Switches switches;
    private final BiPredicate<String, String> session;
    private final List<TickerSocket> sockets = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param port 0 for a free one
     * @param ledger null for none
     * @param cachedAge how old the cached tick of a new subscription is
     * @param session whether an API key and an access token are good
     */
    public TickerServer(
            int port,
            Market market,
            Flow flow,
            Ledger ledger,
            Duration cachedAge,
            long seed,
            Switches switches,
            BiPredicate<String, String> session)
            throws IOException {
        this.market = market;
        this.flow = flow;
        this.ledger = ledger;
        this.cachedAge = cachedAge;
        this.seed = seed;
        this.switches = switches;
        this.session = session;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        start("sandbox-ticker", this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Every socket since the start, the oldest first. */
    public List<SocketReport> reports() {
        synchronized (sockets) {
            return sockets.stream().map(TickerSocket::report).toList();
        }
    }

    /**
     * Resets connections.
     *
     * @param id of a socket; 0 for all
     * @return how many it was
     */
    public int cut(int id) {
        List<TickerSocket> meant = open(id);
        meant.forEach(socket -> socket.cut("cut"));
        return meant.size();
    }

    /** Closes with a code and a reason; see {@link #cut} for the rest. */
    public int close(int id, int code, String reason) {
        return order(id, new Order.Close(code, reason));
    }

    /** Says nothing for a while but heartbeats, or nothing at all; see {@link #cut} for the rest. */
    public int silence(int id, Duration duration, boolean heartbeats) {
        List<TickerSocket> meant = open(id);
        meant.forEach(socket -> socket.silence(duration, heartbeats));
        return meant.size();
    }

    /** Sends a malformed frame; see {@link #cut} for the rest. */
    public int malform(int id, Malformation kind) {
        return order(id, new Order.Malformed(kind));
    }

    /** Sends many ticks at once on each socket; see {@link #cut} for the rest. */
    public int burst(int id, int ticks) {
        return order(id, new Order.Burst(ticks));
    }

    /** Sends a text; see {@link #cut} for the rest. */
    public int text(int id, String json) {
        return order(id, new Order.Text(json));
    }

    private int order(int id, Order order) {
        List<TickerSocket> meant = open(id);
        meant.forEach(socket -> socket.order(order));
        return meant.size();
    }

    private List<TickerSocket> open(int id) {
        synchronized (sockets) {
            return sockets.stream()
                    .filter(socket -> socket.isOpen() && (id == 0 || socket.id() == id))
                    .toList();
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                start("sandbox-read-" + socket.getPort(), () -> serve(socket));
            } catch (IOException e) {
                // For example no descriptors left, which may pass. After close() the loop ends.
                LockSupport.parkNanos(10_000_000L);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            if (Handshake.perform(in, socket.getOutputStream(), this::status)) {
                socket.setSoTimeout(0);
                TickerSocket client = admit(socket);
                read(client, new WebSocketReader(in));
            }
        } catch (IOException e) {
            // A client that breaks off in the handshake is no client; one that got in has its end noted by read().
            return;
        }
    }

    private int status(String apiKey, String accessToken) {
        if (switches.refusedHandshake.strikes()) {
            return switches.refusedStatus.get();
        }
        if (apiKey == null || accessToken == null) {
            return 400;
        }
        if (!session.test(apiKey, accessToken) || !switches.dataPlan()) {
            return 403;
        }
        return open(0).size() >= MAX_SOCKETS && !switches.evictOldest() ? 429 : 101;
    }

    private TickerSocket admit(Socket socket) throws IOException {
        TickerSocket client = new TickerSocket(ids.incrementAndGet(), socket, ledger);
        Thread writer = new Thread(
                new SocketWriter(client, market, flow, ledger, cachedAge, seed), "sandbox-write-" + client.id());
        writer.setDaemon(true);
        client.writer(writer);
        List<TickerSocket> before = open(0);
        if (before.size() >= MAX_SOCKETS) {
            before.get(0).order(new Order.Close(1008, "evicted by a newer connection"));
        }
        synchronized (sockets) {
            sockets.add(client);
        }
        writer.start();
        return client;
    }

    private void read(TickerSocket client, WebSocketReader reader) {
        try {
            while (client.isOpen()) {
                WebSocketReader.Message message = reader.read();
                switch (message.opcode()) {
                    case WebSocketReader.TEXT -> obey(client, new String(message.payload(), StandardCharsets.UTF_8));
                    case WebSocketReader.PING -> client.order(new Order.Pong(message.payload()));
                    case WebSocketReader.CLOSE -> {
                        client.order(new Order.Closed(message.payload()));
                        client.awaitEnd(CLOSE_MILLIS);
                        client.end("closed by client");
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            client.end("lost: " + e.getMessage());
        }
    }

    private static void obey(TickerSocket client, String text) {
        try {
            client.order(new Order.Client(ClientMessage.parse(text)));
        } catch (IOException e) {
            client.order(new Order.Text(SocketWriter.errorText("Invalid message: " + e.getMessage())));
        }
    }

    /** Ends every socket; when this returns their last frames are in the ledger. */
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        open(0).forEach(socket -> socket.end("exchange stopped"));
        synchronized (sockets) {
            sockets.forEach(socket -> socket.awaitWriter(CLOSE_MILLIS));
        }
    }
}
