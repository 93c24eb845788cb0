package dev.liquidity.common.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.NotSentException.Kind;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** Each way to reach people, with a real server or process at its other end. */
class ChannelTest {
    private static final String TOKEN = "123456:ABC-DEF_secret";
    private static final Outbox.Digest ERROR =
            new Outbox.Digest("ERROR: \"quoted\" \\ _*<b>& é😀\nhere", Level.ERROR, "connector on \"h\"", 1);
    private static final Outbox.Digest INFO = new Outbox.Digest("open", Level.INFO, "connector on h", 1);

    @TempDir
    private Path directory;

    @AutoClose
    private Loopback server;

    @BeforeEach
    void open() throws IOException {
        server = new Loopback();
    }

    private Telegram telegram(String token) {
        return new Telegram(new Settings.Telegram(new Secret(token), "-100", true, URI.create(server.url())));
    }

    @Test
    void sendsPlainTextsToTelegramAndOnlyUrgentOnesWithASound() throws Exception {
        Telegram telegram = telegram(TOKEN);
        telegram.send(ERROR);
        telegram.send(INFO);
        assertEquals(List.of("/bot" + TOKEN + "/sendMessage", "/bot" + TOKEN + "/sendMessage"), server.paths());
        assertEquals(
                List.of(
                        "{\"chat_id\":\"-100\",\"text\":\"ERROR: \\\"quoted\\\" \\\\ _*<b>& é😀\\nhere\","
                                + "\"disable_notification\":false,\"disable_web_page_preview\":true}",
                        "{\"chat_id\":\"-100\",\"text\":\"open\","
                                + "\"disable_notification\":true,\"disable_web_page_preview\":true}"),
                server.bodies());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Unauthorized | REFUSED | 401 Unauthorized: telegram.bot_token is not a bot's;",
                "404 | Not Found | REFUSED | 404 Not Found: telegram.bot_token is not a bot's;",
                "400 | Bad Request: chat not found | REFUSED"
                        + " | 400 Bad Request: chat not found: look at telegram.chat_id;",
                "403 | Forbidden: bot was blocked by the user | REFUSED"
                        + " | 403 Forbidden: bot was blocked by the user: the bot may not write there;",
                "502 | Bad Gateway | PASSING | the server answers 502",
            })
    void saysWhatTelegramRefusesAndWhatToDo(int status, String description, Kind kind, String message) {
        server.reply(status, "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\"}".formatted(status, description));
        NotSentException e =
                assertThrows(NotSentException.class, () -> telegram(TOKEN).send(INFO));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        assertEquals(kind, e.kind());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void learnsFromTelegramHowLongToWait() {
        server.reply(
                429,
                "{\"ok\":false,\"description\":\"Too Many Requests: retry after 34\","
                        + "\"parameters\":{\"retry_after\":34}}");
        NotSentException e =
                assertThrows(NotSentException.class, () -> telegram(TOKEN).send(INFO));
        assertEquals(Kind.PASSING, e.kind());
        assertEquals(34_000, e.waitMillis());
    }

    @Test
    void doesNotTakeAPageForTelegramsAnswer() {
        server.reply(200, "<html>Please log in to this network</html>");
        assertEquals(
                Kind.DOUBTFUL,
                assertThrows(NotSentException.class, () -> telegram(TOKEN).send(INFO))
                        .kind());
    }

    /** As servers and firewalls do that drop idle connections. */
    @Test
    void usesNoConnectionThatTheServerHasClosed() throws Exception {
        byte[] answer =
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"ok\":true}".getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket socket = listening.accept()) {
                            socket.getInputStream().read(new byte[4096]);
                            socket.getOutputStream().write(answer);
                        }
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            serving.start();
            Webhook webhook = new Webhook(new Secret("http://127.0.0.1:" + listening.getLocalPort() + "/"));
            webhook.send(INFO);
            webhook.send(INFO);
        }
    }

    @Test
    void sendsNoTokenToWhereAnAnswerPoints() throws Exception {
        server.reply(302, "");
        NotSentException e =
                assertThrows(NotSentException.class, () -> telegram(TOKEN).send(INFO));
        assertTrue(e.getMessage().startsWith("302"), e.getMessage());
        assertEquals(1, server.paths().size());
    }

    @Test
    void quotesNoTokenThatCannotBeAnAddress() {
        NotSentException e = assertThrows(
                NotSentException.class, () -> telegram("123 secret\n").send(INFO));
        assertFalse((e + " " + e.getCause()).contains("secret"), e.toString());
        assertEquals(Kind.REFUSED, e.kind());
    }

    @Test
    void knowsThatATextHasNotArrivedWhereNobodyListens() {
        server.close();
        NotSentException e =
                assertThrows(NotSentException.class, () -> telegram(TOKEN).send(INFO));
        assertEquals(Kind.PASSING, e.kind());
        assertTrue(e.getMessage().startsWith("can't be reached (ConnectException: "), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void postsToAWebhookWhatManyServicesTake() throws Exception {
        Webhook webhook = new Webhook(new Secret(server.url() + "/services/T0/B0/secret?x=1"));
        webhook.send(ERROR);
        assertEquals(List.of("/services/T0/B0/secret?x=1"), server.paths());
        String text = "\"ERROR: \\\"quoted\\\" \\\\ _*<b>& é😀\\nhere\"";
        assertEquals(
                List.of("{\"text\":" + text + ",\"content\":" + text
                        + ",\"level\":\"ERROR\",\"source\":\"connector on \\\"h\\\"\"}"),
                server.bodies());
    }

    @Test
    void takesAWebhooksEmptyAnswerAndSaysWhenItRefuses() throws Exception {
        Webhook webhook = new Webhook(new Secret(server.url() + "/secret"));
        server.reply(204, "").reply(401, "").reply(404, "Cannot POST /secret").reply(429, "rate_limited");
        webhook.send(INFO);
        for (String message : List.of("401: look at notify.webhook_url", "404: look at notify.webhook_url", "429")) {
            NotSentException e = assertThrows(NotSentException.class, () -> webhook.send(INFO));
            assertEquals("the server answers " + message, e.getMessage());
        }
    }

    private ShellCommand command(String command, int patience) {
        return new ShellCommand(command, Redirect.DISCARD, patience);
    }

    @Test
    void givesACommandTheTextOnItsInput() throws Exception {
        Path out = directory.resolve("out");
        command("cat > '" + out + "'", 30).send(ERROR);
        assertEquals(ERROR.text() + "\n", Files.readString(out));
    }

    @Test
    void takesACommandThatDoesNotReadItsInput() throws Exception {
        command("true", 30).send(ERROR);
    }

    @Test
    void saysThatACommandFails() {
        NotSentException e = assertThrows(
                NotSentException.class, () -> command("echo secret; exit 7", 30).send(INFO));
        assertEquals("exit code 7 (--test-notify shows what it prints)", e.getMessage());
        assertEquals(Kind.REFUSED, e.kind());
    }

    @Test
    void endsACommandThatHangsWithAllThatItStarted() throws Exception {
        Path pids = directory.resolve("pids");
        long begin = System.nanoTime();
        NotSentException e = assertThrows(
                NotSentException.class,
                () -> command("sleep 300 & echo $! > '" + pids + "'; sleep 301", 1)
                        .send(INFO));
        assertEquals(Kind.DOUBTFUL, e.kind());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(60).toNanos());
        long pid = Long.parseLong(Files.readString(pids).strip());
        Await.until(
                "its child has ended",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
