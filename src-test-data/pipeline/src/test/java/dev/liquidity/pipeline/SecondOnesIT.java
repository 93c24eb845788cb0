package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.params.SetParams;

/** A second connector or receiver beside the first, on one host: what it must not share is refused. */
@Order(1)
final class SecondOnesIT {
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(400));

    private static final String SEEING = "Seeing whether the receiver";

    /** Of another key, and so of other ticks. */
    private static SandboxExchange exchange;

    @TempDir
    Path directory;

    private Rig rig;
    private ConfigFile config;
    private ChildProcess second;

    @BeforeAll
    static void open() throws IOException {
        exchange = SandboxExchange.start(new SandboxOptions().rate(Rate.total(200)));
    }

    @AfterAll
    static void close() throws IOException {
        exchange.close();
    }

    /** One that shares nothing but the server. */
    @BeforeEach
    void configure() throws IOException {
        rig = ORDEAL.rig();
        config = Setup.config(exchange, rig.redis().host(), rig.redis().port())
                .files(directory.resolve("data"), directory.resolve("logs"))
                .set("redis.stream_name", "ticks:second");
    }

    @AfterEach
    void end() {
        if (second != null) {
            second.close();
        }
    }

    @Test
    void recordBesideEachOtherIfTheyShareNothing() throws Exception {
        ORDEAL.suffer(Fault.harmless("a second connector and receiver, of another key", (unused, random) -> {
            second = connector();
            try (ChildProcess receiver = receiver()) {
                StoreView store = new StoreView(directory.resolve("data/ticks.db"));
                receiver.await("ticks of its own", () -> store.lastId() > 0);
                ExitCodes.assertDone(second.terminate(), second);
                ExitCodes.assertDone(receiver.terminate(), receiver);
            }
        }));
        assertTrue(rig.store().number("SELECT count(*) FROM ticks") > 0);
    }

    @Test
    void refusesWhatASecondConnectorMustNotShare() throws Exception {
        Path copy = directory.resolve("copy");
        ORDEAL.suffer(Fault.harmless(
                "a second connector with one thing of the first's, five times", (unused, random) -> {
                    Path first = rig.setup().directoryOf(Rig.CONNECTOR);
                    refuses(2, "connector.journal_dir", rig.setup().journal(), "is in use by another connector");
                    refuses(2, "logging.log_file", first.resolve("logs/app.log"), "another connector writes to");
                    config.set("zerodha.api_key", "another-key-0001");
                    refuses(2, "zerodha.session_file", first.resolve("session.json"), "a connector of another account");
                    refuses(4, "redis.stream_name", Rig.STREAM, "another connector writes the stream ticks:raw");
                    copy(rig.setup().journal(), copy);
                    config.set("redis.stream_name", Rig.STREAM);
                    refuses(4, "connector.journal_dir", copy, "this is a copy of its");
                }));
    }

    private void refuses(int code, String key, Object value, String why) throws IOException {
        config.files(directory.resolve("data"), directory.resolve("logs")).set(key, value);
        second = connector();
        ExitCodes.assertEnds(code, second, "connector", why, key.equals("connector.journal_dir") ? "journal" : key);
        if (key.equals("redis.stream_name")) {
            config.set(key, "ticks:second");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** A program of the same account may use the session beside it. */
    @Test
    void sharesTheSessionWithADryRunOfTheSameAccount() throws Exception {
        Path session = rig.setup().directoryOf(Rig.CONNECTOR).resolve("session.json");
        Setup.config(rig.exchange(), rig.redis().host(), rig.redis().port())
                .files(
                        directory.resolve("data"),
                        rig.setup().directoryOf(Rig.CONNECTOR).resolve("logs"))
                .set("zerodha.session_file", session)
                .writeInto(directory);
        byte[] before = Files.readAllBytes(session);

        second = Jar.start(directory, "connector", "--symbol", "NIFTY", "--dry-run");

        ExitCodes.assertDone(second.awaitExit(), second);
        assertEquals(new String(before), Files.readString(session));
    }

    @Test
    void refusesWhatASecondReceiverMustNotShare() throws Exception {
        ORDEAL.suffer(Fault.harmless("a second receiver with one thing of the first's, twice", (unused, random) -> {
            Path log = rig.setup().directoryOf(Rig.RECEIVER).resolve("logs/app.log");
            config.set("redis.stream_name", Rig.STREAM).set("redis.consumer_name", "receiver_2");
            config.set("logging.log_file", log);
            second = receiver();
            ExitCodes.assertEnds(2, second, "receiver", "logging.log_file", "another receiver writes to");
            config.set("redis.consumer_name", Rig.RECEIVER).set("logging.log_file", directory.resolve("logs/app.log"));
            second = receiver();
            ExitCodes.assertEnds(4, second, "receiver", "the consumer name receiver_1", "redis.consumer_name");
            assertFalse(Files.exists(directory.resolve("data/ticks.db")), "before it does anything");
        }));
        assertTrue(rig.receiver().isAlive());
    }

    /** A killed one's name is free at once where its process is seen to be gone. */
    @Test
    void takesAKilledReceiversNameWithoutWaiting() throws Exception {
        ORDEAL.suffer(Fault.harmless("receiver: kill -9, started again at once", (unused, random) -> {
            rig.receiver().kill();
            int said = rig.receiver().out().length();
            rig.receiver().start();
            rig.receiver()
                    .await(
                            "consumes",
                            () -> rig.receiver().out().substring(said).contains("Consuming"));
            assertFalse(rig.receiver().out().substring(said).contains(SEEING), rig.receiver()::toString);
        }));
        // One that was killed on another host.
        String key = "ticks:second:alive:" + Rig.GROUP + ":receiver_1";
        rig.ask(jedis -> jedis.set(key, "1795404600000 x 1 elsewhere", new SetParams().px(15_000)));
        second = receiver();
        second.awaitOut(SEEING);
        second.awaitOut("Consuming ticks:second");
        assertEquals(List.of(), Logs.lines(directory.resolve("logs/app-receiver.log"), "ERROR"));
        ExitCodes.assertDone(second.terminate(), second);
    }

    private ChildProcess connector() throws IOException {
        config.writeInto(directory);
        return Jar.start(directory, "connector", "--symbol", "NIFTY", "--login-now");
    }

    private ChildProcess receiver() throws IOException {
        config.writeInto(directory);
        return Jar.start(directory, "receiver");
    }
}
