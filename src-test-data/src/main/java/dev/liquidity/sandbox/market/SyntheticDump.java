package dev.liquidity.sandbox.market;

import dev.liquidity.sandbox.market.IndexTable.Index;
import dev.liquidity.sandbox.market.StockTable.Stock;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes a synthetic dump of about 40,000 rows, in the server's form: NSE equities and indices, BSE indices, and the
 * derivatives on them that expire after a date. The same date and seed give the same rows.
 */
public final class SyntheticDump {
    private static final int NSE = 1;
    private static final int NFO = 2;
    private static final int BFO = 5;
    private static final int INDICES = 9;
    private static final int STOCKS = 8_000;
    private static final int STOCKS_WITH_DERIVATIVES = 150;
    private static final int WEEKLY_EXPIRIES = 5;
    private static final int MONTHLY_EXPIRIES = 3;

    private static final List<String> OTHER_INDICES = List.of(
            "INDIA VIX",
            "NIFTY 100",
            "NIFTY 200",
            "NIFTY 500",
            "NIFTY AUTO",
            "NIFTY ENERGY",
            "NIFTY FMCG",
            "NIFTY INFRA",
            "NIFTY IT",
            "NIFTY MEDIA",
            "NIFTY METAL",
            "NIFTY MIDCAP 100",
            "NIFTY MIDCAP 50",
            "NIFTY PHARMA",
            "NIFTY PSE",
            "NIFTY PSU BANK",
            "NIFTY PVT BANK",
            "NIFTY REALTY",
            "NIFTY SMLCAP 100",
            "NIFTY50 EQL WGT");

    private final LocalDate date;
    private final long seed;
    private final List<Listing> listings = new ArrayList<>(45_000);
    private int nextNfoToken = 35_001;
    private int nextBfoToken = 820_001;

    private SyntheticDump(LocalDate date, long seed) {
        this.date = date;
        this.seed = seed;
    }

    /** The rows of a day (in IST) and a seed. */
    public static List<Listing> of(LocalDate date, long seed) {
        SyntheticDump dump = new SyntheticDump(date, seed);
        dump.write();
        return List.copyOf(dump.listings);
    }

    private void write() {
        for (Index index : IndexTable.ALL) {
            index(index.token() / 256, index.spot(), index.exchange());
        }
        long otherToken = 1_101;
        for (String name : OTHER_INDICES) {
            index(otherToken++, name, "NSE");
        }
        List<Stock> stocks = StockTable.of(STOCKS, STOCKS_WITH_DERIVATIVES, seed);
        for (Stock stock : stocks) {
            add(stock.exchangeToken(), NSE, stock.symbol(), stock.company(), null, "0", "0.05", 1, "EQ", "NSE", "NSE");
        }
        for (Index index : IndexTable.ALL) {
            derivatives(index);
        }
        for (Stock stock : stocks.subList(0, STOCKS_WITH_DERIVATIVES)) {
            derivatives(stock);
        }
    }

    private void index(long exchangeToken, String name, String exchange) {
        add(exchangeToken, INDICES, name, name, null, "0", "0", 0, "EQ", "INDICES", exchange);
    }

    private void derivatives(Index index) {
        String exchange = index.derivativesExchange();
        SortedSet<LocalDate> monthly = ExpiryCalendar.monthly(date, index.expiryDay(), MONTHLY_EXPIRIES);
        SortedSet<LocalDate> expiries = new TreeSet<>(monthly);
        if (index.weekly()) {
            expiries.addAll(ExpiryCalendar.weekly(date, index.expiryDay(), WEEKLY_EXPIRIES));
        }
        futures(index.name(), exchange, monthly, index.lot(), "0.1");
        long middle = Math.round(index.level() / index.strikeStep()) * index.strikeStep();
        for (LocalDate expiry : expiries) {
            String code = optionCode(index.name(), expiry, isMonthly(expiry, index.expiryDay()));
            for (int i = -index.strikesASide(); i <= index.strikesASide(); i++) {
                BigDecimal strike = BigDecimal.valueOf(middle + (long) i * index.strikeStep());
                option(code, index.name(), exchange, expiry, strike, index.lot());
            }
        }
    }

    private void derivatives(Stock stock) {
        SortedSet<LocalDate> monthly = ExpiryCalendar.monthly(date, DayOfWeek.TUESDAY, MONTHLY_EXPIRIES);
        futures(stock.symbol(), "NFO", monthly, stock.lot(), "0.1");
        BigDecimal step = strikeStep(stock.price());
        BigDecimal middle = BigDecimal.valueOf(Math.round(stock.price() / step.doubleValue()))
                .multiply(step);
        int aSide = 17;
        for (LocalDate expiry : monthly) {
            String code = optionCode(stock.symbol(), expiry, true);
            for (int i = -aSide; i <= aSide; i++) {
                BigDecimal strike = middle.add(step.multiply(BigDecimal.valueOf(i)));
                if (strike.signum() > 0) {
                    option(code, stock.symbol(), "NFO", expiry, strike, stock.lot());
                }
            }
            aSide = aSide > 7 ? aSide - 5 : aSide;
        }
    }

    private static BigDecimal strikeStep(double price) {
        if (price < 50) {
            return new BigDecimal("0.5");
        }
        if (price < 250) {
            return new BigDecimal("2.5");
        }
        return BigDecimal.valueOf(price < 1_000 ? 10 : price < 3_000 ? 20 : 50);
    }

    private void futures(String name, String exchange, Collection<LocalDate> expiries, int lot, String tickSize) {
        for (LocalDate expiry : expiries) {
            String symbol = name + month(expiry) + "FUT";
            derivative(symbol, name, exchange, expiry, "0", tickSize, lot, "FUT", exchange + "-FUT");
        }
    }

    private void option(String code, String name, String exchange, LocalDate expiry, BigDecimal strike, int lot) {
        String plain = strike.stripTrailingZeros().toPlainString();
        for (String type : List.of("CE", "PE")) {
            derivative(code + plain + type, name, exchange, expiry, plain, "0.05", lot, type, exchange + "-OPT");
        }
    }

    private void derivative(
            String symbol,
            String name,
            String exchange,
            LocalDate expiry,
            String strike,
            String tickSize,
            int lot,
            String type,
            String segment) {
        boolean bfo = exchange.equals("BFO");
        int exchangeToken = bfo ? nextBfoToken++ : nextNfoToken++;
        add(exchangeToken, bfo ? BFO : NFO, symbol, name, expiry, strike, tickSize, lot, type, segment, exchange);
    }

    /** Whether no later expiry falls into the same month. */
    private static boolean isMonthly(LocalDate expiry, DayOfWeek day) {
        return ExpiryCalendar.monthly(expiry, day, 1).contains(expiry);
    }

    /** {@code NIFTY26AUG} for a monthly expiry, {@code NIFTY26818} or {@code NIFTY26O06} for a weekly one. */
    private static String optionCode(String name, LocalDate expiry, boolean monthly) {
        if (monthly) {
            return name + month(expiry);
        }
        String month = "123456789OND".substring(expiry.getMonthValue() - 1, expiry.getMonthValue());
        return name + String.format(Locale.ROOT, "%02d%s%02d", expiry.getYear() % 100, month, expiry.getDayOfMonth());
    }

    private static String month(LocalDate expiry) {
        return expiry.format(DateTimeFormatter.ofPattern("yyMMM", Locale.ENGLISH))
                .toUpperCase(Locale.ROOT);
    }

    private void add(
            long exchangeToken,
            int segmentByte,
            String symbol,
            String name,
            LocalDate expiry,
            String strike,
            String tickSize,
            int lot,
            String type,
            String segment,
            String exchange) {
        long token = exchangeToken * 256 + segmentByte;
        String row =
                token + "," + exchangeToken + "," + symbol + ",\"" + name + "\",0," + (expiry == null ? "" : expiry)
                        + "," + strike + "," + tickSize + "," + lot + "," + type + "," + segment + "," + exchange;
        listings.add(new Listing(
                token,
                symbol,
                name,
                expiry,
                Double.parseDouble(strike),
                Double.parseDouble(tickSize),
                lot,
                type,
                segment,
                exchange,
                row));
    }
}
