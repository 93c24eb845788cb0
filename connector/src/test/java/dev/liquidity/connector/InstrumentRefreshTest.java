package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.instruments.SmallDump;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentRefreshTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final List<List<Instrument>> all = new ArrayList<>();
    private final List<List<Instrument>> added = new ArrayList<>();

    @TempDir
    Path dir;

    @AutoClose
    private KiteSite site;

    private KiteDesk desk;
    private InstrumentRefresh refresh;
    private Selection first;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
        dump("NFO", SmallDump.nfo());
        dump("BFO", SmallDump.bfo());
        dump("NSE", SmallDump.nse());
        dump("BSE", SmallDump.bse());
        site.always("/quote/ltp", unused -> KiteSite.page(404));
        desk = site.desk(dir.resolve("session.json"));
    }

    private void dump(String exchange, String csv) {
        site.always("/instruments/" + exchange, unused -> KiteSite.gzip(csv));
    }

    private void begin(Duration usual) throws InterruptedException {
        List<String> symbols = List.of("NIFTY", "SENSEX");
        first = desk.select(symbols, Purpose.RECORD, List.of());
        refresh = new InstrumentRefresh(
                desk,
                symbols,
                usual,
                first,
                (whole, more) -> {
                    all.add(whole);
                    added.add(more);
                },
                clock);
    }

    private boolean passes(Duration time) throws InterruptedException {
        clock.advance(time);
        return refresh.cycle(new Closing());
    }

    private static String listed(String strike) {
        return SmallDump.nfo() + "9999874,39062,NIFTY260818" + strike + "CE,\"NIFTY\",0,2026-08-18," + strike
                + ",0.05,65,CE,NFO-OPT,NFO\n";
    }

    @Test
    void takesUpWhatIsListedDuringTheDayOnce() throws Exception {
        begin(HOUR);
        dump("NFO", listed("25100"));

        assertTrue(passes(HOUR.minusSeconds(1)));
        assertEquals(List.of(), added);
        passes(Duration.ofSeconds(1));
        passes(HOUR);

        assertEquals(1, added.size());
        assertEquals(
                List.of("NIFTY26081825100CE"),
                added.get(0).stream().map(Instrument::tradingsymbol).toList());
        assertEquals(first.instruments().size() + 1, Set.copyOf(all.get(0)).size());
        assertEquals(List.of("Instruments were added: 1, now NIFTY 70, SENSEX 33"), log.told());
        assertEquals(3, site.count("/instruments/NFO"));
    }

    @Test
    void keepsWhatIsNotListedAnyMore() throws Exception {
        begin(HOUR);
        dump("NFO", SmallDump.nfo().replaceAll("(?m)^.*NIFTY26081824000.*\\n", ""));
        passes(HOUR);
        dump("NFO", listed("25100"));
        passes(HOUR);

        assertEquals(1, added.size());
        assertEquals(1, added.get(0).size());
        assertTrue(all.get(0).containsAll(first.instruments()));
    }

    @Test
    void changesNothingWhenALookFails() throws Exception {
        begin(HOUR);
        for (String exchange : List.of("NFO", "BFO")) {
            site.always("/instruments/" + exchange, unused -> KiteSite.page(502));
        }

        passes(HOUR);

        assertEquals(List.of(), added);
        assertTrue(
                log.text().contains("WARN New instruments could not be looked for: the instrument dump could"),
                log::text);
        dump("NFO", listed("25100"));
        passes(HOUR);
        assertEquals(1, added.size());
    }

    @Test
    void looksAgainSoonForAnExchangeThatWasDown() throws Exception {
        site.always("/instruments/BFO", unused -> KiteSite.page(502));
        begin(HOUR);
        dump("BFO", SmallDump.bfo());

        passes(MINUTE.multipliedBy(4));
        assertEquals(List.of(), added);
        passes(MINUTE);

        assertEquals(2 + 30, added.get(0).size());
        int looks = site.count("/instruments/BFO");
        passes(MINUTE.multipliedBy(6));
        assertEquals(looks, site.count("/instruments/BFO"), "then as usual");
    }

    @Test
    void looksAtOnceWhenTheClockWasSetBack() throws Exception {
        begin(HOUR);
        dump("NFO", listed("25100"));

        passes(HOUR.negated());

        assertEquals(1, added.size());
    }

    @Test
    void takesUpTheNextExpiryAfterMidnight() throws Exception {
        begin(HOUR);

        passes(Duration.ofHours(16));

        Set<String> expiries = Set.copyOf(
                added.get(0).stream().map(row -> row.expiry().toString()).toList());
        assertEquals(Set.of("2026-09-01"), expiries);
    }

    @Test
    void endsWhenItIsNotWanted() throws Exception {
        begin(Duration.ZERO);

        assertEquals(false, passes(HOUR));
        begin(HOUR);
        Closing closing = new Closing();
        closing.request();
        assertEquals(false, refresh.cycle(closing));
    }
}
