package dev.liquidity.sandbox.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDumpTest {
    private static final LocalDate DATE = LocalDate.of(2026, 8, 18);
    private final List<Listing> listings = SyntheticDump.of(DATE, 1);

    private Set<LocalDate> expiries(Predicate<Listing> wanted) {
        return listings.stream().filter(wanted).map(Listing::expiry).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasAboutFortyThousandRowsWithUniqueTokensAndSymbols() {
        assertTrue(listings.size() > 36_000 && listings.size() < 44_000, listings.size() + " rows");
        assertEquals(
                listings.size(),
                listings.stream().map(Listing::token).distinct().count());
        Set<String> keys = new HashSet<>();
        listings.forEach(listing -> assertTrue(keys.add(listing.quoteKey()), listing.quoteKey()));
    }

    @Test
    void knowsTheRealSpots() {
        Dump dump = new Dump(listings);
        assertEquals("NSE:NIFTY 50", dump.ofToken(256265).quoteKey());
        assertEquals("NSE:NIFTY BANK", dump.ofToken(260105).quoteKey());
        assertEquals("NSE:NIFTY FIN SERVICE", dump.ofToken(257801).quoteKey());
        assertEquals("NSE:NIFTY MID SELECT", dump.ofToken(288009).quoteKey());
        assertEquals("NSE:NIFTY NEXT 50", dump.ofToken(270857).quoteKey());
        assertEquals("BSE:SENSEX", dump.ofToken(265).quoteKey());
        assertEquals("INDICES", dump.ofQuoteKey("BSE:BANKEX").segment());
        assertEquals(
                "256265,1001,NIFTY 50,\"NIFTY 50\",0,,0,0,0,EQ,INDICES,NSE",
                dump.ofToken(256265).row());
    }

    @Test
    void hasWeeklyAndMonthlyExpiriesFromTheDayOn() {
        assertEquals(
                List.of(
                        "2026-08-18",
                        "2026-08-25",
                        "2026-09-01",
                        "2026-09-08",
                        "2026-09-15",
                        "2026-09-29",
                        "2026-10-27"),
                expiries(l -> l.name().equals("NIFTY") && l.isOption()).stream()
                        .map(LocalDate::toString)
                        .toList());
        assertEquals(
                3, expiries(l -> l.name().equals("BANKNIFTY") && l.isOption()).size());
        assertTrue(expiries(l -> l.name().equals("SENSEX") && l.isOption()).contains(LocalDate.of(2026, 8, 20)));
        assertEquals(
                3,
                listings.stream()
                        .filter(l -> l.name().equals("NIFTY") && l.type().equals("FUT"))
                        .count());
    }

    @Test
    void shiftsAnExpiryThatFallsOnAHoliday() {
        List<Listing> november = SyntheticDump.of(LocalDate.of(2026, 11, 22), 1);
        LocalDate first = november.stream()
                .filter(l -> l.name().equals("NIFTY") && l.isOption())
                .map(Listing::expiry)
                .min(LocalDate::compareTo)
                .orElseThrow();
        assertEquals(LocalDate.of(2026, 11, 23), first);
    }

    @Test
    void writesSymbolsAsTheExchangeDoes() {
        Dump dump = new Dump(listings);
        assertEquals(
                LocalDate.of(2026, 8, 25),
                dump.ofQuoteKey("NFO:NIFTY26AUG24700CE").expiry());
        assertEquals(
                LocalDate.of(2026, 8, 18),
                dump.ofQuoteKey("NFO:NIFTY2681824700PE").expiry());
        assertEquals(75 - 10, dump.ofQuoteKey("NFO:NIFTY26AUGFUT").lotSize());
        assertTrue(listings.stream()
                .anyMatch(l -> l.name().contains(",") && l.row().contains("\"" + l.name() + "\"")));
    }

    @Test
    void isTheSameForOneSeedAndAnotherForTheNext() {
        assertEquals(listings, SyntheticDump.of(DATE, 1));
        assertNotEquals(listings, SyntheticDump.of(DATE, 2));
    }

    @Test
    void isReadBackFromAFileAsItWasWritten(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dump.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new Dump(listings).csv(null).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(listings, DumpFile.read(file));
    }

    @Test
    void namesTheLineOfAFileThatIsNoDump(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dump.csv");
        Files.writeString(file, Listing.HEADER + "\n1,2,three\n");
        IOException refused = assertThrows(IOException.class, () -> DumpFile.read(file));
        assertTrue(refused.getMessage().contains("dump.csv:2: 3 columns"), refused.getMessage());
    }
}
