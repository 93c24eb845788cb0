package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.rest.KiteSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ticker that ignores all size limits and repeats secrets: handmade bytes over a plain socket. */
class HostileTickerTest {
    private static final String TOKEN = "AccessTokenOfToday1";
    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private final OkHttpClient client = new OkHttpClient();
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> requestHead = new CompletableFuture<>();
    private TickerConnection connection;

    private interface Script {
        void play(OutputStream out) throws IOException;
    }

    @AfterEach
    void close() {
        connection.abandon("the test is over");
        client.dispatcher().executorService().shutdown();
    }

    @Test
    void takesAMessageAsLongAsAnyCanBe() throws Exception {
        byte[] longest = new byte[3000 * (2 + 544)];
        connect("", out -> {
            for (int i = 0; i < 10; i++) {
                frame(out, BINARY, longest.length);
                out.write(longest);
            }
            out.flush();
        });

        for (int i = 0; i < 10; i++) {
            byte[] got = frames.poll(10, TimeUnit.SECONDS);
            assertNotNull(got, "message " + i + ": " + connection.endReason());
            assertEquals(longest.length, got.length);
        }
        assertNull(connection.endReason());
    }

    @Test
    void endsAtAMessageThatWouldFillTheMemory() throws Exception {
        connect("", out -> {
            frame(out, BINARY, 4L << 30);
            endless(out);
        });

        assertTrue(connection.awaitEnd(10_000));
        assertTrue(connection.endReason().contains("a message of more than 8 MB"), connection.endReason());
        assertTrue(frames.isEmpty());
    }

    @Test
    void endsAtAMessageOfEndlessParts() throws Exception {
        connect("", out -> {
            frame(out, BINARY & 0x7f, 1 << 20);
            out.write(new byte[1 << 20]);
            while (true) {
                frame(out, 0, 1 << 20);
                out.write(new byte[1 << 20]);
            }
        });

        assertTrue(connection.awaitEnd(10_000));
        assertTrue(connection.endReason().contains("a message of more than 8 MB"), connection.endReason());
    }

    @Test
    void neitherAsksForCompressionNorTakesIt() throws Exception {
        connect("Sec-WebSocket-Extensions: permessage-deflate\r\n", out -> endless(out));

        assertTrue(connection.awaitEnd(10_000));
        assertTrue(connection.endReason().contains("extension that was not asked for"), connection.endReason());
        assertFalse(requestHead.get().toLowerCase().contains("sec-websocket-extensions"), requestHead.get());
    }

    @Test
    void neverRepeatsTheTokenThatTheServerSays() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            byte[] text = ("{\"type\":\"error\",\"data\":\"no session for " + TOKEN + "\\n\"}")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] reason = ("bye " + TOKEN).getBytes(StandardCharsets.UTF_8);
            connect("", out -> {
                frame(out, TEXT, text.length);
                out.write(text);
                frame(out, CLOSE, 2 + reason.length);
                out.write(new byte[] {0x0f, (byte) 0xa0});
                out.write(reason);
                out.flush();
            });

            assertTrue(connection.awaitEnd(10_000));
            assertEquals("closed by the server with code 4000 (bye ***)", connection.endReason());
            assertTrue(log.text().contains("no session for ***"), log.text());
            assertFalse(log.text().contains(TOKEN), log.text());
        }
    }

    private void connect(String headers, Script script) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, headers, script), "hostile-ticker");
        thread.setDaemon(true);
        thread.start();
        FrameSink sink = new FrameSink() {
            @Override
            public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
                return frames.add(bytes);
            }

            @Override
            public void onGap(FeedGap gap) {
                // not what this test is about
            }
        };
        connection = new TickerConnection(
                1,
                new Subscription(List.of(), Mode.FULL),
                new GapWatch(1, () -> 0, sink, InstantSource.system(), 0, null));
        connection.open(
                client,
                URI.create("ws://127.0.0.1:" + server.getLocalPort()),
                new KiteSession("key", "AB1234", new Secret(TOKEN), Instant.now()));
    }

    private void serve(ServerSocket server, String headers, Script script) {
        try (server;
                Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            String head = head(socket.getInputStream());
            requestHead.complete(head);
            String key = head.replaceFirst("(?is).*\r\nsec-websocket-key: *([^\r]+)\r\n.*", "$1");
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + headers
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            script.play(out);
            while (socket.getInputStream().read() >= 0) {
                // what the client says does not matter; its end does
            }
        } catch (IOException e) {
            // the client has gone, as it should
        } catch (GeneralSecurityException e) {
            requestHead.completeExceptionally(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void frame(OutputStream out, int firstByte, long length) throws IOException {
        out.write(firstByte);
        if (length < 126) {
            out.write((int) length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (length >>> shift));
            }
        }
    }

    private static void endless(OutputStream out) throws IOException {
        byte[] bytes = new byte[1 << 16];
        while (true) {
            out.write(bytes);
        }
    }
}
