package dev.liquidity.connector.kite.instruments;

import java.time.LocalDate;
import java.util.List;

/**
 * A dump of our own making in the server's form: NIFTY with weekly and monthly expiries on Tuesdays of August to
 * October 2026 (the one of 13 October moved to Monday by a holiday), BANKNIFTY and the stock M&M with monthly ones
 * only, SENSEX and BANKEX on BFO.
 */
public final class SmallDump {
    public static final String HEADER =
            "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,"
                    + "lot_size,instrument_type,segment,exchange\n";

    private static final List<String> NIFTY_EXPIRIES = List.of(
            "2026-08-18",
            "2026-08-25",
            "2026-09-01",
            "2026-09-08",
            "2026-09-29",
            "2026-10-12",
            "2026-10-27",
            "2026-12-29");
    private static final List<String> MONTHLY = List.of("2026-08-25", "2026-09-29", "2026-10-27");
    private static final List<String> SENSEX_EXPIRIES = List.of("2026-08-20", "2026-08-27", "2026-09-03", "2026-09-24");
    private static final List<String> BSE_MONTHLY = List.of("2026-08-27", "2026-09-24", "2026-10-29");

    private final StringBuilder text = new StringBuilder(HEADER);
    private int exchangeToken = 1000;

    private SmallDump() {}

    /** Strikes 24,000 to 25,000 in steps of 100 around a NIFTY of 24,500, and so on. */
    public static String nfo() {
        SmallDump dump = new SmallDump();
        dump.chain("NFO", "NIFTY", NIFTY_EXPIRIES, MONTHLY, 24000, 100, 11);
        dump.chain("NFO", "BANKNIFTY", MONTHLY, MONTHLY, 54000, 500, 5);
        dump.chain("NFO", "M&M", MONTHLY, MONTHLY, 3000, 50, 3);
        return dump.text.toString();
    }

    public static String bfo() {
        SmallDump dump = new SmallDump();
        dump.chain("BFO", "SENSEX", SENSEX_EXPIRIES, BSE_MONTHLY.subList(0, 2), 80000, 100, 5);
        dump.chain("BFO", "BANKEX", BSE_MONTHLY, BSE_MONTHLY, 60000, 100, 3);
        return dump.text.toString();
    }

    public static String nse() {
        return HEADER
                + "256265,1001,NIFTY 50,\"NIFTY 50\",0,,0,0,0,EQ,INDICES,NSE\n"
                + "260105,1016,NIFTY BANK,\"NIFTY BANK\",0,,0,0,0,EQ,INDICES,NSE\n"
                + "264969,1035,INDIA VIX,\"INDIA VIX\",0,,0,0,0,EQ,INDICES,NSE\n"
                + "519937,2031,M&M,\"MAHINDRA & MAHINDRA, LTD\",0,,0,0.05,1,EQ,NSE,NSE\n";
    }

    public static String bse() {
        return HEADER
                + "265,1,SENSEX,\"SENSEX\",0,,0,0,0,EQ,INDICES,BSE\n"
                + "274441,1072,BANKEX,\"BANKEX\",0,,0,0,0,EQ,INDICES,BSE\n";
    }

    private void chain(
            String exchange,
            String name,
            List<String> options,
            List<String> futures,
            int first,
            int step,
            int strikes) {
        for (String expiry : futures) {
            row(exchange, name, expiry, 0, "FUT");
        }
        for (String expiry : options) {
            for (int i = 0; i < strikes; i++) {
                row(exchange, name, expiry, first + i * step, "CE");
                row(exchange, name, expiry, first + i * step, "PE");
            }
        }
    }

    private void row(String exchange, String name, String expiry, int strike, String type) {
        int token = exchangeToken++;
        boolean isFuture = type.equals("FUT");
        LocalDate date = LocalDate.parse(expiry);
        text.append(token * 256 + (exchange.equals("NFO") ? 2 : 11))
                .append(',')
                .append(token)
                .append(',');
        text.append(name)
                .append(date.getYear() % 100)
                .append(String.format("%02d%02d", date.getMonthValue(), date.getDayOfMonth()));
        text.append(isFuture ? "" : String.valueOf(strike))
                .append(type)
                .append(",\"")
                .append(name)
                .append("\",0,");
        text.append(expiry)
                .append(',')
                .append(strike)
                .append(",0.05,65,")
                .append(type)
                .append(',');
        text.append(exchange)
                .append(isFuture ? "-FUT," : "-OPT,")
                .append(exchange)
                .append('\n');
    }
}
