package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.rest.TransientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpReaderTest {
    private final List<Instrument> rows = new ArrayList<>();
    private final DumpReader reader = new DumpReader(rows::add);

    private void read(String csv) throws IOException {
        reader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static final Instrument CALL = new Instrument(
            14866434,
            "NFO",
            "NIFTY26AUG24500CE",
            "NIFTY",
            LocalDate.of(2026, 8, 25),
            new BigDecimal("24500"),
            new BigDecimal("0.05"),
            65,
            "CE",
            "NFO-OPT");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // as the server writes it, with zeros, and quoted throughout
                "14866434,58072,NIFTY26AUG24500CE,\"NIFTY\",0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO\n",
                "14866434.0,58072.0,NIFTY26AUG24500CE,NIFTY,0.0,2026-08-25,24500.0,0.050,65.0,CE,NFO-OPT,NFO\r\n",
                "\"14866434\",\"58072\",\"NIFTY26AUG24500CE\",\"NIFTY\",\"0\",\"2026-08-25\","
                        + "\"24500\",\"0.05\",\"65\",\"CE\",\"NFO-OPT\",\"NFO\"\n",
                " 14866434 ,58072, NIFTY26AUG24500CE ,NIFTY,,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO,one more\n"
            })
    void readsARowHoweverItsNumbersAreWritten(String row) throws Exception {
        read(SmallDump.HEADER + row);

        assertEquals(List.of(CALL), rows);
        assertEquals(0, reader.rejected());
    }

    @Test
    void readsNamesWithCommasAndQuotesAndWhatHasNoExpiry() throws Exception {
        read(SmallDump.HEADER + "519937,2031,M&M,\"MAHINDRA \"\"M\"\", & CO\",0,,0,0.1,1,EQ,NSE,NSE\n"
                + "256265,1001,NIFTY 50,\"NIFTY 50\",0,,0,0,0,EQ,INDICES,NSE\n");

        assertEquals("MAHINDRA \"M\", & CO", rows.get(0).name());
        assertEquals("NIFTY 50", rows.get(1).tradingsymbol());
        assertNull(rows.get(1).expiry());
        assertEquals(0, rows.get(1).lotSize());
        assertEquals(BigDecimal.ZERO, rows.get(1).strike());
    }

    @Test
    void findsColumnsByNameBehindAByteOrderMark() throws Exception {
        read("\uFEFFexchange,SEGMENT, instrument_type ,lot_size,tick_size,strike,expiry,name,tradingsymbol,"
                + "instrument_token\r\n"
                + "NFO,NFO-OPT,CE,65,0.05,24500,2026-08-25,NIFTY,NIFTY26AUG24500CE,14866434\r\n\r\n");

        assertEquals(List.of(CALL), rows);
    }

    @Test
    void keepsFractionalStrikesExactly() throws Exception {
        read(SmallDump.HEADER + "1026,4,USDINR,\"USDINR\",0,2026-08-25,84.2500,0.0025,1,CE,CDS-OPT,CDS\n");

        assertEquals(new BigDecimal("84.25"), rows.get(0).strike());
        assertEquals(new BigDecimal("0.0025"), rows.get(0).tickSize());
    }

    @Test
    void readsTheLargestTokenThereCanBe() throws Exception {
        read(SmallDump.HEADER + "4294967295,16777215,X,X,0,,0,0,0,EQ,BSE,BSE\n");

        assertEquals(0xffffffffL, rows.get(0).token());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500",
                "x,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "0,0,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "-5,1,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "4294967296,1,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "1.5,1,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,25-08-2026,24500,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-32,24500,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,1e999999999,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,1e-999999999,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,99999999999,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,\"NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO",
                "14866434,58072,NIFTY26AUG24500CE,\"NIFTY\"x,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO"
            })
    void countsARowThatCannotBeReadAndReadsTheNext(String bad) throws Exception {
        read(SmallDump.HEADER + bad
                + "\n14866434,58072,NIFTY26AUG24500CE,NIFTY,0,2026-08-25,24500,0.05,65,CE,NFO-OPT,NFO\n");

        assertEquals(List.of(CALL), rows);
        assertEquals(1, reader.rejected());
        assertEquals(1, reader.read());
        assertTrue(reader.firstReject().startsWith("line 2, "), reader.firstReject());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "<!doctype html>\n<html>", "{\"status\":\"error\"}", "a,b,c\n1,2,3\n", "\"unclosed\n"})
    void refusesWhatIsNotADump(String body) {
        assertThrows(TransientException.class, () -> read(body));
    }

    @Test
    void namesTheMissingColumns() {
        TransientException refused = assertThrows(
                TransientException.class,
                () -> read(SmallDump.HEADER.replace("expiry", "expires").replace(",strike", "")));

        assertTrue(refused.getMessage().contains("no column expiry, strike"), refused.getMessage());
    }

    @Test
    void readsLinesOfAnyEndAcrossItsBuffer() throws Exception {
        StringBuilder csv = new StringBuilder(SmallDump.HEADER.strip()).append("\r\n");
        for (int i = 1; i <= 3000; i++) {
            csv.append(i)
                    .append(",1,SYMBOL")
                    .append(i)
                    .append(",NAME,0,,0,0.05,1,EQ,NSE,NSE")
                    .append(i % 2 == 0 ? "\n" : "\r\n");
        }

        read(csv.toString());

        assertEquals(3000, reader.read());
        assertEquals(0, reader.rejected());
        for (int i = 1; i <= 3000; i++) {
            assertEquals("SYMBOL" + i, rows.get(i - 1).tradingsymbol());
        }
    }

    @Test
    void refusesAnEndlessLineBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) 'x');
                return length;
            }
        };

        TransientException refused = assertThrows(TransientException.class, () -> reader.read(endless));

        assertTrue(refused.getMessage().contains("a line of more than 64 KB"), refused.getMessage());
    }
}
