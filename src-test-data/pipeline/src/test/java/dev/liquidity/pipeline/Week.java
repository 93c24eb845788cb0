package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import dev.liquidity.sandbox.audit.StreamAddress;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamGroupInfo;

/**
 * Trading days that each take some seconds: exchange, resident connector, Redis, receiver and store, by one clock that
 * the test moves from hour to hour. Not thread-safe.
 */
final class Week implements AutoCloseable {
    static final String SYMBOLS = "NIFTY,BANKNIFTY";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int QUIET_LOOKS = 10;
    private static final int SECOND_LOOKS = 100;
    private static final int SOCKETS = 3;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Path directory;
    private final MovedClock clock;
    private final SandboxExchange exchange;
    private final RedisServer redis;
    private final ChildProcess connector;
    private final ChildProcess receiver;
    private final ChildProcess status;
    private final Chat chat = new Chat();
    private final List<Path> databases = new ArrayList<>();
    private LocalDate day;
    private int daysDone;
    private long connectorSince;

    /** Starts all of it in the evening before the first day. */
    Week(Path directory, LocalDate first, int ticksPerSecond) throws IOException {
        this.directory = directory;
        day = first.minusDays(1);
        Path clockFile = directory.resolve("clock");
        clock = MovedClock.open(clockFile);
        clock.move(day, "20:00");
        exchange = SandboxExchange.start(new SandboxOptions()
                .rate(Rate.total(ticksPerSecond))
                .running(false)
                .limited(false)
                .clock(clock)
                .ledger(directory.resolve("ledger.bin")));
        redis = RedisServer.launch(0, directory.resolve("redis"));
        databases.add(directory.resolve("data/ticks.db"));
        Path config = directory.resolve("config.yaml");
        Setup.config(exchange, redis.host(), redis.port())
                .files(directory.resolve("data"), directory.resolve("logs"))
                .set("connector.login_time", "08:45")
                .set("connector.session_end", "15:45")
                .set("connector.stall_timeout_seconds", 5)
                .set("instruments.strike_range_pct", 5)
                .set("telegram.enabled", true)
                .set("telegram.bot_token", Chat.TOKEN)
                .set("telegram.chat_id", Chat.ID)
                .set("telegram.api_url", chat.url())
                .set("notify.every_minutes", 60)
                .write(config);
        connector = Jar.byClock(
                clockFile, "connector", "connector", directory, "--config", config.toString(), "--symbol", SYMBOLS);
        receiver = Jar.byClock(clockFile, "receiver", "receiver", directory, "--config", config.toString());
        status = Jar.byClock(
                clockFile, "receiver", "status", directory, "status", "--json", "--config", config.toString());
        connector.start();
        receiver.start();
        awaitLog("The next session starts", 1);
    }

    SandboxExchange exchange() {
        return exchange;
    }

    RedisServer redis() {
        return redis;
    }

    ChildProcess connector() {
        return connector;
    }

    ChildProcess receiver() {
        return receiver;
    }

    MovedClock clock() {
        return clock;
    }

    LocalDate day() {
        return day;
    }

    StoreView store() {
        return new StoreView(databases.get(databases.size() - 1));
    }

    /** The receiver's database is elsewhere from now on, and a new one is in its place. */
    void movedDatabase(Path to) {
        databases.add(databases.size() - 1, to);
    }

    /** Moves the clock to shortly before a day's login. */
    void dawn(LocalDate of) {
        day = of;
        clock.move(day, "08:44:58");
    }

    /** Waits until the sockets are open, moves the clock to an hour of trading, and waits for ticks in the store. */
    void open(String time) {
        Await.until("three sockets are open", PATIENCE, () -> openSockets() == SOCKETS);
        clock.move(day, time);
        awaitFlow();
    }

    long openSockets() {
        return exchange.sockets().stream()
                .filter(socket -> socket.end() == null)
                .count();
    }

    /** Waits until a tick that arrives from now on is in the store. */
    void awaitFlow() {
        long begin = clock.millis();
        exchange.flow().running(true);
        Await.until(
                "a tick that arrived after " + begin + " is in the store",
                PATIENCE,
                () -> StreamId.unpack(store().lastId()).millis() > begin);
    }

    /** Waits until the exchange has sent this many more ticks. */
    void awaitSent(long more) {
        long target = exchange.sentTicks() + more;
        Await.until(more + " more ticks are sent", PATIENCE, () -> exchange.sentTicks() >= target);
    }

    /** Waits until the exchange has sent nothing for a second, which the sockets have seen then. */
    void awaitSilence() {
        long[] last = new long[2];
        Await.until("the exchange is silent", PATIENCE, () -> {
            last[1] = exchange.sentTicks() == last[0] ? last[1] + 1 : 0;
            last[0] = exchange.sentTicks();
            return last[1] >= SECOND_LOOKS;
        });
    }

    /** Waits for the n-th line of the connector's log with a text. */
    void awaitLog(String text, int times) {
        Await.until(
                "the connector's log has \"" + text + "\" " + times + " times",
                PATIENCE,
                () -> Logs.lines(connectorLog(), text).size() >= times);
    }

    Path connectorLog() {
        return directory.resolve("logs/app-connector.log");
    }

    Path receiverLog() {
        return directory.resolve("logs/app-receiver.log");
    }

    /** What {@code receiver.jar status} says of a thing now, such as {@code "wrong not running"}. */
    String status(String name) throws IOException {
        status.start();
        status.awaitExit();
        String last = status.out().lines().reduce((before, line) -> line).orElse("");
        Matcher line = Pattern.compile("\\{\"name\":\"" + name + "\",\"verdict\":\"(\\w+)\",\"value\":\"([^\"]*)\"")
                .matcher(last);
        return line.find() ? line.group(1) + " " + line.group(2) : "no line of " + name + " in " + last;
    }

    /** Waits until the status says something of a thing. */
    void awaitStatus(String name, String beginning) {
        String[] said = new String[1];
        try {
            Await.until(name + " is " + beginning, PATIENCE, () -> {
                said[0] = status(name);
                return said[0].startsWith(beginning);
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but: " + said[0], e);
        }
    }

    /** Waits until people were told something, and makes sure that it was once. */
    void assertToldOnce(String text) {
        Await.until("people are told: " + text, PATIENCE, () -> told(text).size() > 0);
        assertEquals(1, told(text).size(), () -> told(text).toString());
    }

    List<String> told(String text) {
        return chat.lines().stream().filter(line -> line.contains(text)).toList();
    }

    Chat chat() {
        return chat;
    }

    /** Stops the ticks, and waits until all that was sent is stored and acknowledged. */
    void drain() {
        exchange.flow().running(false);
        long[] last = new long[2];
        Await.until("the exchange is silent and all is acknowledged", PATIENCE, () -> {
            boolean isQuiet = exchange.sentTicks() == last[0] && isAcknowledged();
            last[1] = isQuiet ? last[1] + 1 : 0;
            last[0] = exchange.sentTicks();
            return last[1] >= QUIET_LOOKS;
        });
    }

    private boolean isAcknowledged() throws IOException {
        try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
            StreamGroupInfo group = jedis.xinfoGroups(Rig.STREAM).stream()
                    .filter(info -> info.getName().equals(Rig.GROUP))
                    .findFirst()
                    .orElseThrow();
            return group.getPending() == 0
                    && Objects.equals(
                            group.getLastDeliveredId(),
                            jedis.xinfoStream(Rig.STREAM).getLastGeneratedId())
                    && JournalTicks.read(directory.resolve("data/journal")).lastId() <= store().lastId();
        } catch (java.sql.SQLException e) {
            throw new IOException(e);
        }
    }

    /** Closes the market, waits for the evening, and checks that the line which ends the day has what is stored. */
    void endDay() throws Exception {
        drain();
        clock.move(day, "15:45:01");
        awaitLog("The next session starts", ++daysDone + 1);
        List<String> summaries = Logs.lines(connectorLog(), "Recording ended: ");
        assertEquals(daysDone, summaries.size(), summaries::toString);
        Matcher summary = Pattern.compile("ended: ([0-9,]+) ticks,").matcher(summaries.get(daysDone - 1));
        assertTrue(summary.find(), summaries::toString);
        assertEquals(Long.parseLong(summary.group(1).replace(",", "")), storedSinceStart(), summary::group);
        Await.until(
                "people are told of the day",
                PATIENCE,
                () -> told("Recording ended: " + summary.group(1) + " ticks").size() == 1);
    }

    /** Ticks stored today that came to the connector's present process. */
    private long storedSinceStart() throws Exception {
        long since = new StreamId(Math.max(connectorSince, clock.millis() - DAY_MILLIS), 0).pack();
        long ticks = 0;
        for (Path database : databases) {
            ticks += new StoreView(database)
                    .number("SELECT count(*) FROM ticks WHERE trade_date = '" + day + "' AND id >= " + since);
        }
        return ticks;
    }

    /** Kills the connector and starts it again, at another time. */
    void restartConnector(String time) throws IOException {
        connector.kill();
        clock.move(day, time);
        connectorSince = clock.millis();
        connector.start();
    }

    /** The reasons of today's gaps, each once. */
    List<String> gapReasons() throws Exception {
        return store().gaps().stream()
                .filter(gap -> gap.from().startsWith(day.toString()))
                .map(StoreView.Gap::reason)
                .distinct()
                .toList();
    }

    /** The first expiry of NIFTY's options among today's instruments. */
    String nearestExpiry() throws Exception {
        String[] nearest = new String[1];
        Await.until("today's instruments are stored", PATIENCE, () -> {
            store().query(
                            "SELECT min(expiry) FROM instruments WHERE name = 'NIFTY' AND expiry <> '' AND trade_date = '"
                                    + day + "'",
                            row -> nearest[0] = row.getString(1));
            return nearest[0] != null;
        });
        return nearest[0];
    }

    /** Lists a strike between two others near the money, at the nearest expiry. */
    Listing listStrike() throws Exception {
        String nearest = nearestExpiry();
        List<Listing> calls = exchange.dump().listings().stream()
                .filter(listing -> listing.name().equals("NIFTY")
                        && listing.type().equals("CE")
                        && nearest.equals(String.valueOf(listing.expiry())))
                .toList();
        Listing old = calls.get(calls.size() / 2);
        long token = old.token() + (50_000L << 8);
        String strike = String.valueOf((long) old.strike() + 25);
        String symbol = old.tradingsymbol().replace(String.valueOf((long) old.strike()), strike);
        Listing listing = new Listing(
                token,
                symbol,
                old.name(),
                old.expiry(),
                old.strike() + 25,
                old.tickSize(),
                old.lotSize(),
                old.type(),
                old.segment(),
                old.exchange(),
                String.join(
                        ",",
                        "" + token,
                        "" + (token >> 8),
                        symbol,
                        "\"NIFTY\"",
                        "0",
                        nearest,
                        strike,
                        "0.05",
                        "" + old.lotSize(),
                        "CE",
                        old.segment(),
                        old.exchange()));
        exchange.list(listing);
        return listing;
    }

    /** Waits for a tick of an instrument in the store. */
    void awaitTick(String tradingsymbol) {
        Await.until(
                "a tick of " + tradingsymbol,
                PATIENCE,
                () -> store().number("SELECT count(*) FROM ticks WHERE tradingsymbol = '" + tradingsymbol + "'") > 0);
    }

    /** Compares all that was sent since the week's start with the stream and the store. */
    AuditReport audit() throws Exception {
        exchange.flushLedger();
        return Audit.run(
                exchange.ledger(), databases, new StreamAddress(redis.host(), redis.port(), 0, null, null, Rig.STREAM));
    }

    /** All that was sent is in the stream and stored once, as it was sent. */
    void assertAudit() throws Exception {
        AuditReport report = audit();
        assertTrue(report.holds(), () -> report.text(5));
    }

    /** What was sent and not stored was at the end of a connection that broke off. */
    void assertAuditButUnreadEnds() throws Exception {
        AuditReport report = audit();
        AuditReport.Line total = report.total();
        assertEquals(total.missing(), report.unreadTail(), () -> report.text(5));
        assertEquals(
                0,
                total.duplicate() + total.unexpected() + total.different() + total.disordered(),
                () -> report.text(5));
        assertTrue(report.streamHolds(), () -> report.text(5));
    }

    /** The last lines of all logs and outputs. */
    String lastWords() {
        return LastWords.of(directory);
    }

    @Override
    public void close() throws IOException {
        connector.close();
        receiver.close();
        status.close();
        chat.close();
        redis.kill();
        exchange.close();
        Files.deleteIfExists(directory.resolve("clock"));
    }
}
