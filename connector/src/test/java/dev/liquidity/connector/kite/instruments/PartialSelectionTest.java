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
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is selected for a recording when not all can be had. */
class PartialSelectionTest {
    private static final Set<String> ALL = Set.of("CE", "PE", "FUT");
    private static final int NIFTY = 1 + 2 + 3 * 22;
    private static final int SENSEX = 1 + 2 + 3 * 10;

    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @TempDir
    Path dir;

    @AutoClose
    private KiteSite site;

    private KiteDesk desk;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
        dump("NFO", SmallDump.nfo());
        dump("BFO", SmallDump.bfo());
        dump("NSE", SmallDump.nse());
        dump("BSE", SmallDump.bse());
        quote("NSE:NIFTY 50", "24500");
        rules(null, 3);
    }

    private void dump(String exchange, String csv) {
        site.always("/instruments/" + exchange, unused -> KiteSite.gzip(csv));
    }

    private void quote(String name, String price) {
        site.always(
                "/quote/ltp",
                unused -> KiteSite.json(
                        200, "{\"status\":\"success\",\"data\":{\"" + name + "\":{\"last_price\":" + price + "}}}"));
    }

    private void rules(String percent, int sockets) {
        Settings.Instruments rules = KiteSite.rules(2, 2, percent, ALL, true);
        desk = new KiteDesk(site.settings(dir.resolve("session.json"), rules, sockets), clock, clock);
    }

    private Selection record(String... symbols) throws InterruptedException {
        return desk.select(List.of(symbols), Purpose.RECORD, List.of());
    }

    private static Set<String> symbols(Selection selection) {
        return selection.instruments().stream().map(Instrument::tradingsymbol).collect(Collectors.toSet());
    }

    private int said(String words) {
        return log.text().split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    @Test
    void recordsTheOthersWhenASymbolIsNotListedAnyMoreAndSaysSoOnceADay() throws Exception {
        dump("NFO", SmallDump.nfo().replace("M&M", "MAHM"));
        dump("NSE", SmallDump.nse().replace("M&M", "MAHM"));

        assertEquals("NIFTY 69, M&M 0", record("NIFTY", "M&M").counts());
        assertEquals(NIFTY, record("NIFTY", "M&M").instruments().size());
        String error = "ERROR Unknown symbol on NFO, NSE: M&M (did you mean MAHM?); it will be looked for again";
        assertEquals(1, said(error), log::text);

        clock.set("2026-08-19T03:15:05Z");
        record("NIFTY", "M&M");
        assertEquals(2, said(error), log::text);
        UserException fault = assertThrows(UserException.class, () -> desk.select(List.of("NIFTY", "M&M")));
        assertEquals(ExitCode.USAGE, fault.exitCode());
    }

    @Test
    void waitsForAListingWhenNothingElseIsRecorded() {
        UnavailableException later = assertThrows(UnavailableException.class, () -> record("ZZTOP"));

        assertTrue(later.getMessage().contains("nothing to subscribe of ZZTOP"), later.getMessage());
    }

    @Test
    void recordsTheOthersWhileAnExchangesDumpIsDown() throws Exception {
        site.always("/instruments/BFO", unused -> KiteSite.page(502));

        Selection selection = record("NIFTY", "SENSEX");

        assertEquals(NIFTY + 1, selection.instruments().size());
        assertTrue(symbols(selection).contains("SENSEX"), "its spot");
        assertTrue(selection.isProvisional());
        assertTrue(log.text().contains("ERROR SENSEX: the instrument dump of BFO could not be had: "), log::text);
        assertTrue(log.text().contains("/instruments/BFO answered HTTP 502 instead of a CSV dump"), log::text);
        assertFalse(log.text().contains("BFO lists no derivatives"), log::text);
        UserException fault = assertThrows(UserException.class, () -> desk.select(List.of("NIFTY", "SENSEX")));
        assertEquals(ExitCode.NOTHING_TO_SUBSCRIBE, fault.exitCode());
        assertTrue(fault.getMessage().contains("dump of BFO could not be had"), fault.getMessage());

        dump("BFO", SmallDump.bfo());
        Selection whole = desk.select(List.of("NIFTY", "SENSEX"), Purpose.REFRESH, selection.instruments());
        assertEquals(NIFTY + SENSEX, whole.instruments().size());
        assertFalse(whole.isProvisional());
    }

    @Test
    void callsNoSymbolUnknownWhileADumpThatMayHaveItIsDown() throws Exception {
        site.always("/instruments/NSE", unused -> KiteSite.page(502));

        assertEquals(
                "NIFTY 68, INDIA VIX 0",
                desk.select(List.of("NIFTY", "INDIA VIX"), Purpose.CHECK, List.of())
                        .counts());
        assertFalse(log.text().contains("nknown symbol"), log::text);
    }

    @Test
    void dropsTypesThatAreNotWantedAnyMore() throws Exception {
        List<Instrument> morning = record("NIFTY").instruments();
        Settings.Instruments rules = KiteSite.rules(2, 2, null, Set.of("FUT"), true);
        desk = new KiteDesk(site.settings(dir.resolve("session.json"), rules, 3), clock, clock);

        assertEquals(
                1 + 2,
                desk.select(List.of("NIFTY"), Purpose.RECORD, morning)
                        .instruments()
                        .size());
    }

    @ParameterizedTest
    @CsvSource({"NIFTY, NFO", "SENSEX, BFO"})
    void waitsForTheDumpThatAllDerivativesAreIn(String symbol, String exchange) {
        site.always("/instruments/" + exchange, unused -> KiteSite.page(502));

        assertThrows(UnavailableException.class, () -> record(symbol));
    }

    @Test
    void takesTheRightDumpAfterThreeThatHaveOnlyAHeader() throws Exception {
        for (int i = 0; i < 3; i++) {
            site.once("/instruments/NFO", unused -> KiteSite.gzip(SmallDump.HEADER));
        }

        assertEquals(NIFTY, record("NIFTY").instruments().size());
    }

    @Test
    void recordsWithADumpOfYesterdayAndLooksAgain() throws Exception {
        clock.set("2026-08-19T03:15:05Z");

        Selection selection = record("NIFTY");

        assertTrue(selection.instruments().size() > 60);
        assertTrue(selection.isProvisional());
        assertTrue(log.text().contains("WARN Instrument dump of NFO: it is of an earlier day"), log::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECORD", "CHECK"})
    void waitsForANewerDumpWhenAllOfThisOneHasExpired(Purpose purpose) {
        clock.set("2027-08-19T03:15:05Z");
        dump("NSE", SmallDump.nse().replace("NIFTY 50", "NIFTY 500"));

        assertThrows(UnavailableException.class, () -> desk.select(List.of("NIFTY"), purpose, List.of()));
    }

    @Test
    void takesTheWholeChainWhenItsPriceIsBeyondAllStrikes() throws Exception {
        // The strikes are 3,000 to 3,100.
        rules("10", 3);
        quote("NSE:M&M", "3950.75");
        int whole = 1 + 2 * (1 + 6);

        assertEquals(whole, record("M&M").instruments().size());
        assertTrue(
                log.text()
                        .contains("WARN M&M: its price is 3950.75, but its strikes are 3000 to 3100, none within 10 %:"
                                + " all are selected"),
                log::text);

        quote("NSE:M&M", "2101");
        assertEquals(whole, record("M&M").instruments().size());
        quote("NSE:M&M", "3340");
        assertEquals(1 + 2 * (1 + 4), record("M&M").instruments().size(), "3,000 is too far from 3,340");
        rules("0.1", 3);
        quote("NSE:M&M", "3025");
        assertEquals(1 + 2, record("M&M").instruments().size(), "a price between two strikes is not beyond them");
    }

    @Test
    void keepsWhatWasSelectedEarlierTodayBesideTheNew() throws Exception {
        rules("0.5", 3);
        List<Instrument> morning = record("NIFTY", "M&M").instruments();
        quote("NSE:NIFTY 50", "24900");

        Selection noon = desk.select(List.of("NIFTY"), Purpose.RECORD, morning);

        Set<String> names = symbols(noon);
        assertTrue(names.contains("NIFTY26081824500CE") && names.contains("NIFTY26081824900CE"), names::toString);
        assertFalse(names.contains("NIFTY26081824700CE"), names::toString);
        assertTrue(names.stream().noneMatch(name -> name.startsWith("M&M")), names::toString);
        assertEquals(names.size(), noon.instruments().size());
        assertEquals("NIFTY 50", noon.instruments().get(0).tradingsymbol());
    }

    @Test
    void goesOnWithThisMorningsInstrumentsWhileTheDumpIsDown() throws Exception {
        List<Instrument> morning = record("NIFTY", "SENSEX").instruments();
        site.always("/instruments/BFO", unused -> KiteSite.page(502));
        site.always("/instruments/BSE", unused -> KiteSite.page(502));

        assertEquals(
                Set.copyOf(morning),
                Set.copyOf(desk.select(List.of("NIFTY", "SENSEX"), Purpose.RECORD, morning)
                        .instruments()));
    }

    @Test
    void addsNoStrikesInARefreshWithoutAPrice() throws Exception {
        rules("0.5", 3);
        List<Instrument> morning = record("NIFTY").instruments();
        site.always("/quote/ltp", unused -> KiteSite.page(502));

        Selection again = desk.select(List.of("NIFTY"), Purpose.REFRESH, morning);

        assertEquals(Set.copyOf(morning), Set.copyOf(again.instruments()));
    }

    @Test
    void doesNotLogInToRefresh() throws Exception {
        List<Instrument> morning = record("NIFTY").instruments();
        for (String path : List.of("/instruments/NFO", "/user/profile")) {
            site.always(path, unused -> KiteSite.error(403, "TokenException", "Incorrect `access_token`."));
        }
        clock.advance(Duration.ofHours(1));

        assertThrows(UserException.class, () -> desk.select(List.of("NIFTY"), Purpose.REFRESH, morning));
        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void leavesOutTheFarthestExpiryAndItsFarthestStrikesWhenNotAllFit() throws Exception {
        dump("NFO", many(0, 3300));
        rules(null, 1);

        Selection selection = record("NIFTY");

        Set<String> names = symbols(selection);
        assertEquals(3000, names.size());
        assertTrue(names.contains("NIFTY 50") && names.contains("NEAR0") && names.contains("NEAR1649"));
        // 1,349 of the 1,650 strikes from 100 to 1,749, around 925.
        assertTrue(names.contains("FAR825") && names.contains("FAR160") && names.contains("FAR1490"));
        assertFalse(names.contains("FAR140") || names.contains("FAR1510"));
        assertTrue(
                log.text()
                        .contains("ERROR NIFTY 3,301 instruments are more than 1 x 3,000 = 3,000: the 301 with the"
                                + " farthest expiries and strikes are left out, from FAR"),
                log::text);
    }

    @Test
    void keepsWhatIsSubscribedWhenNewListingsDoNotFit() throws Exception {
        dump("NFO", many(1650, 3300));
        rules(null, 1);
        List<Instrument> morning = record("NIFTY").instruments();
        dump("NFO", many(0, 3300));

        Selection selection = desk.select(List.of("NIFTY"), Purpose.REFRESH, morning);

        assertEquals(3000, selection.instruments().size());
        assertTrue(selection.instruments().containsAll(morning));
    }

    /** 1,650 strikes of the near expiry, then as many of the far one. */
    private static String many(int from, int to) {
        StringBuilder csv = new StringBuilder(SmallDump.HEADER);
        for (int i = from; i < to; i++) {
            String name = i < 1650 ? "NEAR" + i : "FAR" + (i - 1650);
            csv.append(512 + i * 256)
                    .append(",1,")
                    .append(name)
                    .append(",NIFTY,0,")
                    .append(i < 1650 ? "2026-08-25," : "2026-09-29,")
                    .append(100 + i % 1650)
                    .append(",0.05,65,CE,NFO-OPT,NFO\n");
        }
        return csv.toString();
    }

    @Test
    void seeksASpotByItsNameWhenNoneHasTheSymbol() throws Exception {
        dump("NFO", SmallDump.nfo().replace("M&M", "MIDX"));
        dump(
                "NSE",
                SmallDump.nse()
                        + "519938,2032,MIDXBEES,\"MIDX\",0,,0,0.05,1,EQ,NSE,NSE\n"
                        + "264970,1036,NIFTY MID X,\"MIDX\",0,,0,0,0,EQ,INDICES,NSE\n");
        rules("0.1", 3);
        quote("NSE:NIFTY MID X", "3050");

        Selection selection = record("MIDX");

        assertEquals("NIFTY MID X", selection.instruments().get(0).tradingsymbol());
        assertEquals(1 + 2 * 3, selection.instruments().size(), "its price is asked for by its tradingsymbol");
    }
}
