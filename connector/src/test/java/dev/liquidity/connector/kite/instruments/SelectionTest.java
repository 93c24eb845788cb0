package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From symbols to instruments, over HTTP and the small dump. */
class SelectionTest {
    private static final Set<String> ALL = Set.of("CE", "PE", "FUT");
    private static final String QUOTES = "{\"status\":\"success\",\"data\":{"
            + "\"NSE:NIFTY 50\":{\"instrument_token\":256265,\"last_price\":24500},"
            + "\"NSE:M&M\":{\"instrument_token\":519937,\"last_price\":3050.05},"
            + "\"BSE:SENSEX\":{\"instrument_token\":265,\"last_price\":80200.5}}}";

    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @TempDir
    Path dir;

    @AutoClose
    private KiteSite site;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
        site.always("/instruments/NFO", unused -> KiteSite.gzip(SmallDump.nfo()));
        site.always("/instruments/BFO", unused -> KiteSite.gzip(SmallDump.bfo()));
        site.always("/instruments/NSE", unused -> KiteSite.gzip(SmallDump.nse()));
        site.always("/instruments/BSE", unused -> KiteSite.gzip(SmallDump.bse()));
        site.always(
                "/quote/ltp",
                request -> site.authorized(request)
                        ? KiteSite.json(200, QUOTES)
                        : KiteSite.error(403, "TokenException", "dead"));
    }

    private Selection select(Settings.Instruments rules, int sockets, String... symbols) throws InterruptedException {
        return new KiteDesk(site.settings(dir.resolve("session.json"), rules, sockets), clock, clock)
                .select(List.of(symbols));
    }

    private Selection select(String... symbols) throws InterruptedException {
        return select(KiteSite.rules(2, 2, null, ALL, true), 3, symbols);
    }

    private UserException refused(ExitCode exitCode, Settings.Instruments rules, int sockets, String... symbols) {
        UserException refused = assertThrows(UserException.class, () -> select(rules, sockets, symbols));
        assertEquals(exitCode, refused.exitCode(), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
        for (String secret : site.secrets()) {
            assertFalse(refused.getMessage().contains(secret));
        }
        return refused;
    }

    private UserException refused(ExitCode exitCode, String... symbols) {
        return refused(exitCode, KiteSite.rules(2, 2, null, ALL, true), 3, symbols);
    }

    /** {@code FUT 08-25 09-29 | OPT 08-18 …} of one name. */
    private static String expiries(Selection selection, String name) {
        return dates(selection, name, true) + "| "
                + dates(selection, name, false).strip();
    }

    private static String dates(Selection selection, String name, boolean futures) {
        return selection.instruments().stream()
                .filter(row -> row.expiry() != null && row.name().equals(name))
                .filter(row -> row.instrumentType().equals("FUT") == futures)
                .map(row -> row.expiry().toString().substring(5) + " ")
                .distinct()
                .collect(Collectors.joining());
    }

    private static List<String> spots(Selection selection) {
        return selection.instruments().stream()
                .filter(row -> row.expiry() == null)
                .map(Instrument::tradingsymbol)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        // expiry day itself, to its last minute in India
        "2026-08-18T03:15:05Z, 08-25 09-29 | 08-18 08-25 09-29",
        "2026-08-18T18:29:50Z, 08-25 09-29 | 08-18 08-25 09-29",
        // the day after: the weekly is gone, the next two of any kind are the monthly and a weekly
        "2026-08-18T18:30:00Z, 08-25 09-29 | 08-25 09-01 09-29",
        // a monthly's own day, and the day after: the new front month and the one after it
        "2026-08-25T03:15:05Z, 08-25 09-29 | 08-25 09-01 09-29",
        "2026-08-26T03:15:05Z, 09-29 10-27 | 09-01 09-08 09-29 10-27",
        // between a month's last weekly and its monthly; the next weekly was moved by a holiday
        "2026-09-15T03:15:05Z, 09-29 10-27 | 09-29 10-12 10-27",
        // months without any weekly, the last future gone
        "2026-10-28T03:15:05Z, | 12-29",
    })
    void countsExpiriesFromTodayInIndia(String now, String expected) throws Exception {
        clock.set(now);

        assertEquals(expected, expiries(select("NIFTY"), "NIFTY").strip());
    }

    @Test
    void takesTheNextTwoMonthsOfWhatHasNoWeeklies() throws Exception {
        Selection selection = select("BANKNIFTY");

        assertEquals("08-25 09-29 | 08-25 09-29", expiries(selection, "BANKNIFTY"));
        assertEquals(1 + 2 + 2 * 5 * 2, selection.instruments().size());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, | 08-18",
        "2, 0, 08-25 | 08-18 08-25",
        "0, 1, 08-25 | 08-25",
        "0, 3, 08-25 09-29 10-27 | 08-25 09-29 10-27",
        "3, 1, 08-25 | 08-18 08-25 09-01",
        "99, 99, 08-25 09-29 10-27 | 08-18 08-25 09-01 09-08 09-29 10-12 10-27 12-29",
    })
    void takesWhatEitherCountSelects(int weekly, int monthly, String expected) throws Exception {
        Selection selection = select(KiteSite.rules(weekly, monthly, null, ALL, true), 3, "NIFTY");

        assertEquals(expected, expiries(selection, "NIFTY").strip());
    }

    @Test
    void takesSensexAndBankexFromTheBombayExchangeWhateverIsConfigured() throws Exception {
        Selection selection = select("SENSEX", "BANKEX", "NIFTY");

        assertEquals("08-27 09-24 | 08-20 08-27 09-24", expiries(selection, "SENSEX"));
        assertEquals("08-27 09-24 | 08-27 09-24", expiries(selection, "BANKEX"));
        assertEquals(List.of("SENSEX", "BANKEX", "NIFTY 50"), spots(selection));
        assertTrue(selection.instruments().stream()
                .filter(row -> row.name().equals("SENSEX") && row.expiry() != null)
                .allMatch(row -> row.exchange().equals("BFO")));
    }

    @Test
    void fetchesOnlyTheExchangesThatAreNeeded() throws Exception {
        select("SENSEX");

        assertEquals(1, site.count("/instruments/BFO"));
        assertEquals(1, site.count("/instruments/BSE"));
        assertEquals(0, site.count("/instruments/NFO"));
        assertEquals(0, site.count("/instruments/NSE"));

        select(KiteSite.rules(2, 2, null, ALL, false), 3, "NIFTY");

        assertEquals(1, site.count("/instruments/NFO"));
        assertEquals(0, site.count("/instruments/NSE"));
    }

    @Test
    void takesAStockByItsOwnName() throws Exception {
        Selection selection = select(" m&m ");

        assertEquals(List.of("M&M"), spots(selection));
        assertEquals("08-25 09-29 | 08-25 09-29", expiries(selection, "M&M"));
        // 0.05 of 3,050.05 are 0.00164 %
        assertEquals(List.of(3050), strikes(select(KiteSite.rules(2, 2, "0.0017", ALL, true), 3, "M&M")));
    }

    @Test
    void foldsCaseBlanksAndSpotNamesIntoOneUnderlying() throws Exception {
        Selection selection = select("nifty", " NIFTY ", "Nifty  50", "", "NIFTY 50");

        assertEquals(List.of("NIFTY 50"), spots(selection));
        assertEquals(
                selection.instruments().size(),
                selection.instruments().stream()
                        .map(Instrument::token)
                        .distinct()
                        .count());
    }

    @Test
    void takesAnIndexWithoutDerivativesAlone() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            assertEquals(List.of("INDIA VIX"), spots(select("INDIA VIX")));
            assertTrue(log.text().contains("INDIA VIX: NFO lists no derivatives of it"), log.text());
        }
    }

    @Test
    void narrowsOptionsAroundTheSpotBothEndsIncludedAndNothingElse() throws Exception {
        site.always(
                "/quote/ltp",
                unused -> KiteSite.json(
                        200, "{\"status\":\"success\",\"data\":{\"NSE:NIFTY 50\":{\"last_price\":24500.0}}}"));
        // 200 of 24,500 are 0.81632653…%
        Selection selection = select(KiteSite.rules(1, 1, "0.81632653", ALL, true), 3, "NIFTY");
        Selection wider = select(KiteSite.rules(1, 1, "0.81632654", ALL, true), 3, "NIFTY");
        site.always(
                "/quote/ltp",
                unused -> KiteSite.json(
                        200, "{\"status\":\"success\",\"data\":{\"NSE:NIFTY 50\":{\"last_price\":25000}}}"));
        Selection exact = select(KiteSite.rules(1, 1, "2", ALL, true), 3, "NIFTY");

        assertEquals(List.of(24400, 24500, 24600), strikes(selection));
        assertEquals(List.of(24300, 24400, 24500, 24600, 24700), strikes(wider));
        assertEquals(List.of(24500, 24600, 24700, 24800, 24900, 25000), strikes(exact));
        assertEquals("08-25 | 08-18 08-25", expiries(selection, "NIFTY"));
        assertEquals(List.of("NIFTY 50"), spots(selection));
    }

    private static List<Integer> strikes(Selection selection) {
        return selection.instruments().stream()
                .filter(row -> row.strike().signum() > 0)
                .map(row -> row.strike().intValueExact())
                .distinct()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"permission", "proxy", "empty", "zero"})
    void takesAllStrikesWithAWarningWithoutAPrice(String kind) throws Exception {
        site.always("/quote/ltp", unused -> switch (kind) {
            case "permission" -> KiteSite.error(403, "PermissionException", "Insufficient permission for that call.");
            case "proxy" -> KiteSite.page(502);
            case "empty" -> KiteSite.json(200, "{\"status\":\"success\",\"data\":{}}");
            default ->
                KiteSite.json(
                        200,
                        "{\"status\":\"success\",\"data\":{"
                                + "\"NSE:NIFTY 50\":{\"instrument_token\":256265,\"last_price\":0}}}");
        });

        try (CapturedLog log = new CapturedLog()) {
            Selection selection = select(KiteSite.rules(1, 1, "1", ALL, true), 3, "NIFTY");

            assertEquals(11, strikes(selection).size());
            assertTrue(log.text().contains("NIFTY: no price of NSE:NIFTY 50: all strikes are selected"), log.text());
            assertEquals(kind.equals("permission"), log.text().contains("has the key a plan with market data?"));
        }
        // one a second is all that the server allows
        assertTrue(clock.sleeps().stream().allMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0));
    }

    @ParameterizedTest
    @CsvSource({"FUT, 3", "CE, 34", "PE, 34"})
    void takesTheConfiguredTypesWithoutShiftingTheExpiries(String type, int size) throws Exception {
        Selection selection = select(KiteSite.rules(2, 2, null, Set.of(type), true), 3, "NIFTY");

        assertEquals(size, selection.instruments().size());
    }

    @Test
    void leavesTheSpotOutWhenConfiguredSo() throws Exception {
        assertEquals(List.of(), spots(select(KiteSite.rules(2, 2, null, ALL, false), 3, "NIFTY")));
    }

    @Test
    void namesTheNearestOnesOfAllUnknownSymbols() {
        UserException refused = refused(ExitCode.USAGE, "NIFTI", "NIFTY", "BANKNIFT", "ZZTOP");

        assertTrue(
                refused.getMessage().contains("NIFTI (did you mean NIFTY?)")
                        && refused.getMessage().contains("BANKNIFT (did you mean BANKNIFTY")
                        && refused.getMessage().endsWith("; ZZTOP"),
                refused.getMessage());
    }

    @Test
    void needsASymbol() {
        refused(ExitCode.USAGE, " ", "");
    }

    @Test
    void hasNothingToSubscribeWhenAllExpiriesArePast() {
        clock.set("2027-08-18T03:15:05Z");

        UserException refused =
                refused(ExitCode.NOTHING_TO_SUBSCRIBE, KiteSite.rules(2, 2, null, ALL, false), 3, "NIFTY", "M&M");

        assertTrue(refused.getMessage().contains("NIFTY, M&M"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1, raise connector.num_sockets to 2", "3, name fewer symbols"})
    void showsTheSumWhenItIsMoreThanOneKeyMayHave(int sockets, String advice) {
        int strikes = sockets == 1 ? 1501 : 4501;
        StringBuilder csv = new StringBuilder(SmallDump.HEADER);
        for (int i = 0; i < 2 * strikes; i++) {
            csv.append(512 + i * 256)
                    .append(",1,NIFTY26AUG")
                    .append(i)
                    .append("CE,NIFTY,0,2026-08-25,")
                    .append(100 + i)
                    .append(",0.05,65,CE,NFO-OPT,NFO\n");
        }
        site.always("/instruments/NFO", request -> KiteSite.gzip(csv.toString()));

        String message = refused(ExitCode.USAGE, KiteSite.rules(2, 2, null, ALL, false), sockets, "NIFTY")
                .getMessage();

        assertTrue(
                message.contains(
                        sockets == 1
                                ? "NIFTY 3,002 instruments are more than 1 x 3,000 = 3,000"
                                : "NIFTY 9,002 instruments are more than 3 x 3,000 = 9,000"),
                message);
        assertTrue(message.contains(advice), message);
    }

    @Test
    void fetchesAgainWhenTheServerIsBusyOrATransferBreaks() throws Exception {
        site.once("/instruments/NFO", unused -> KiteSite.error(429, "NetworkException", "Too many requests"));
        site.once("/instruments/NFO", unused -> KiteSite.page(503));
        site.once(
                "/instruments/NFO",
                unused -> KiteSite.gzip(SmallDump.nfo())
                        .newBuilder()
                        .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());

        assertEquals(1 + 2 + 3 * 22, select("NIFTY").instruments().size());
        assertEquals(4, site.count("/instruments/NFO"));
    }

    @Test
    void neverTakesHalfADumpForTheWhole() {
        byte[] whole = gzip(SmallDump.nfo());
        site.always(
                "/instruments/NFO",
                unused -> new MockResponse.Builder()
                        .addHeader("Content-Encoding", "gzip")
                        .body(new Buffer().write(whole, 0, whole.length / 2))
                        .build());

        UserException refused = refused(ExitCode.NOTHING_TO_SUBSCRIBE, "NIFTY");

        assertTrue(refused.getMessage().contains("tried 6 times"), refused.getMessage());
    }

    @Test
    void readsADumpThatIsAGzipFileByItself() throws Exception {
        site.always(
                "/instruments/NFO",
                unused -> new MockResponse.Builder()
                        .addHeader("Content-Type", "application/gzip")
                        .body(new Buffer().write(gzip(SmallDump.nfo())))
                        .build());
        site.always(
                "/instruments/NSE",
                unused -> new MockResponse.Builder()
                        .addHeader("Content-Type", "text/csv")
                        .body(SmallDump.nse())
                        .build());

        assertEquals(1 + 2 + 3 * 22, select("NIFTY").instruments().size());
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void doesNotUnpackAnEndlessDump() {
        byte[] bomb = gzip(SmallDump.HEADER + (" ".repeat(1023) + "\n").repeat(65 << 10));
        site.always(
                "/instruments/NFO",
                unused -> new MockResponse.Builder()
                        .addHeader("Content-Encoding", "gzip")
                        .body(new Buffer().write(bomb))
                        .build());

        UserException refused = refused(ExitCode.NOTHING_TO_SUBSCRIBE, "NIFTY");

        assertTrue(refused.getMessage().contains("more than 64 MB"), refused.getMessage());
        assertEquals(1, site.count("/instruments/NFO"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "empty", "header", "columns", "missing"})
    void saysWhatTheServerSentInsteadOfADump(String kind) {
        site.always("/instruments/NFO", unused -> switch (kind) {
            case "page" -> KiteSite.page(200);
            case "empty" -> KiteSite.gzip("");
            case "header" -> KiteSite.gzip(SmallDump.HEADER);
            case "columns" -> KiteSite.gzip(SmallDump.nfo().replace("lot_size", "lot"));
            default -> KiteSite.page(404);
        });

        String message = refused(ExitCode.NOTHING_TO_SUBSCRIBE, "NIFTY").getMessage();

        String expected = switch (kind) {
            case "page" -> "a page instead of a CSV dump";
            case "empty" -> "an empty answer";
            case "header" -> "a dump without rows";
            case "columns" -> "no column lot_size";
            default -> "HTTP 404 instead of a CSV dump";
        };
        assertTrue(message.contains(expected), message);
        assertEquals(6, site.count("/instruments/NFO"));
    }

    @Test
    void logsInAfreshWhenTheTokenDiesBetweenLoginAndDump() throws Exception {
        select("NIFTY");
        clock.advance(Duration.ofHours(1));
        site.once("/instruments/NFO", unused -> KiteSite.error(403, "TokenException", "dead"));
        site.once(
                "/user/profile",
                unused -> KiteSite.json(200, "{\"status\":\"success\",\"data\":{\"user_name\":\"A\"}}"));
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));

        assertEquals(1 + 2 + 3 * 22, select("NIFTY").instruments().size());
        assertEquals(2, site.count("/api/login"));
    }

    @Test
    void reportsByExpiryAndBySocket() throws Exception {
        String report = select("NIFTY", "SENSEX").report();

        assertEquals("""
                102 instruments on 3 sockets, expiries counted from 2026-08-18 IST

                underlying  expiry      kind      spot  FUT  CE  PE  total
                NIFTY       -           NIFTY 50     1    0   0   0      1
                NIFTY       2026-08-18  weekly       0    0  11  11     22
                NIFTY       2026-08-25  monthly      0    1  11  11     23
                NIFTY       2026-09-29  monthly      0    1  11  11     23
                SENSEX      -           SENSEX       1    0   0   0      1
                SENSEX      2026-08-20  weekly       0    0   5   5     10
                SENSEX      2026-08-27  monthly      0    1   5   5     11
                SENSEX      2026-09-24  monthly      0    1   5   5     11
                total                                2    4  48  48    102
                """.strip(), report.substring(0, report.indexOf("\n\nsocket")));
        List<String> sockets =
                report.substring(report.indexOf("socket ")).lines().toList();
        assertEquals("socket  spot  FUT  CE  PE  total", sockets.get(0));
        assertEquals(4, sockets.size());
        assertTrue(sockets.get(1).matches("1 +1 +\\d +\\d+ +\\d+ +34"), sockets.get(1));
        TreeMap<Integer, Integer> seen = new TreeMap<>();
        sockets.subList(1, 4).forEach(line -> seen.merge(line.length(), 1, Integer::sum));
        assertEquals(1, seen.size(), "columns are aligned");
    }
}
