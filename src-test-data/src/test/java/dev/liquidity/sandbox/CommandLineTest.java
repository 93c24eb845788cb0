package dev.liquidity.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The command line, run as a process. */
class CommandLineTest {
    @TempDir
    private Path directory;

    private ChildProcess exchange() throws IOException {
        ChildProcess process = ChildProcess.builder("sandbox", directory)
                .java()
                .command("-cp", System.getProperty("java.class.path"), "dev.liquidity.sandbox.Sandbox", "exchange")
                .command("--redis-port=0", "--redis-dir=" + directory.resolve("redis"), "--rate=500")
                .command("--ledger=" + directory.resolve("ledger"), "--ready-file=" + ready())
                .start();
        process.await("the ready file", () -> Files.exists(ready()));
        return process;
    }

    private Path ready() {
        return directory.resolve("ready.env");
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void anExchangeSaysHowToReachItAndStopsWithItsRedisOnSigterm() throws Exception {
        try (ChildProcess exchange = exchange()) {
            Map<String, String> ready = ReadyFile.read(ready());
            try (Jedis jedis = new Jedis(ready.get("REDIS_HOST"), Integer.parseInt(ready.get("REDIS_PORT")))) {
                assertEquals("PONG", jedis.ping());
            }
            HttpClient http = HttpClient.newHttpClient();
            HttpResponse<String> state = http.send(
                    HttpRequest.newBuilder(URI.create(ready.get("CONTROL_URL") + "/state"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals("0", SandboxClient.field(state, "ticks_sent"));
            HttpResponse<String> stopped = http.send(
                    HttpRequest.newBuilder(URI.create(ready.get("CONTROL_URL") + "/flow?running=false&rate=max"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals("false", SandboxClient.field(stopped, "running"));
            assertEquals("max", SandboxClient.field(stopped, "rate"));
            exchange.signal("TERM");
            exchange.awaitExit(Duration.ofSeconds(8));
            assertFalse(isAlive(ready.get("REDIS_PID")));
        }
    }

    @Test
    void aKilledExchangeTakesItsRedisWithIt() throws Exception {
        try (ChildProcess exchange = exchange()) {
            Map<String, String> ready = ReadyFile.read(ready());
            exchange.kill();
            Await.until("the end of redis-server", () -> !accepts(ready));
        }
    }

    /** By its port: a process whose parent is gone may stay in the table until somebody reaps it. */
    private static boolean accepts(Map<String, String> ready) {
        try (java.net.Socket socket =
                new java.net.Socket(ready.get("REDIS_HOST"), Integer.parseInt(ready.get("REDIS_PORT")))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void configNamesEveryEndpointAndIsReadableByItsOwnerAlone() throws Exception {
        Path ready = directory.resolve("ready.env");
        try (SandboxExchange exchange = SandboxExchange.start(new SandboxOptions())) {
            ReadyFile.write(ready, ReadyFile.of(exchange, null));
            Path out = directory.resolve("config.yaml");
            assertEquals(
                    0,
                    execute(
                            "config",
                            "--ready-file=" + ready,
                            "--out=" + out,
                            "--data-dir=/d",
                            "--log-dir=/l",
                            "--redis=h:7"));
            String yaml = Files.readString(out);
            for (String line : List.of(
                    "login_url: \"" + exchange.loginUrl() + "\"",
                    "api_url: \"" + exchange.apiUrl() + "\"",
                    "ticker_url: \"" + exchange.tickerUrl() + "\"",
                    "totp_secret: \"" + exchange.credentials().totpSecret() + "\"",
                    "host: \"h\"",
                    "port: 7",
                    "db_path: \"/d/ticks.db\"",
                    "journal_dir: \"/d/journal\"",
                    "log_file: \"/l/app.log\"")) {
                assertTrue(yaml.contains(line), line + " is not in\n" + yaml);
            }
            assertEquals(2, Files.getPosixFilePermissions(out).size());
        }
    }

    @Test
    void auditEndsWithZeroOnlyWhenEveryTickIsStored() throws Exception {
        Path ledger = directory.resolve("ledger");
        SandboxOptions options = new SandboxOptions().ledger(ledger).rate(Rate.total(2_000));
        List<byte[]> packets;
        SandboxExchange exchange = SandboxExchange.start(options);
        try (exchange) {
            SandboxClient client = new SandboxClient(exchange);
            client.login();
            TickerClient first = client.ticker();
            first.subscribe(
                    "full",
                    exchange.dump().listings().stream()
                            .filter(l -> l.name().equals("NIFTY") || l.isIndex())
                            .limit(300)
                            .mapToLong(l -> l.token())
                            .toArray());
            TickerClient second = client.ticker();
            second.send("{\"a\":\"subscribe\",\"v\":[408065]}");
            second.send("{\"a\":\"mode\",\"v\":[\"ltp\",[408065]]}");
            first.await(() -> first.packets().size() > 3_000);
            exchange.flow().running(false);
            first.await(() -> exchange.sentTicks()
                    == first.packets().size() + second.packets().size());
            packets = new ArrayList<>(first.packets());
            packets.addAll(second.packets());
        }
        Path database = directory.resolve("ticks.db");
        PacketStore.write(database, exchange.dump(), packets);
        assertEquals(0, execute("audit", "--ledger=" + ledger, "--db=" + database));
        packets.remove(1_234);
        Files.delete(database);
        PacketStore.write(database, exchange.dump(), packets);
        assertEquals(1, execute("audit", "--ledger=" + ledger, "--db=" + database, "--top=3"));
    }

    @Test
    void usageFaultsEndWithTwo() {
        assertEquals(2, execute("audit"));
        assertEquals(2, execute("exchange", "--rate=fast"));
        assertEquals(2, execute());
        assertEquals(1, execute("audit", "--ledger=" + directory.resolve("none"), "--db=none"));
    }

    private static int execute(String... arguments) {
        return Sandbox.commandLine().execute(arguments);
    }
}
