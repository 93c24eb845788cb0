package dev.liquidity.sandbox.market;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The sandbox's equities: some with their real names and tokens, the rest invented. */
final class StockTable {
    /**
     * An equity.
     *
     * @param exchangeToken its token without the segment
     * @param lot of its derivatives; zero when there are none
     * @param price where its walk begins, in rupees
     */
    record Stock(String symbol, String company, int exchangeToken, int lot, double price) {}

    private static final List<Stock> REAL = List.of(
            new Stock("RELIANCE", "RELIANCE INDUSTRIES", 2885, 500, 1421.30),
            new Stock("HDFCBANK", "HDFC BANK", 1333, 550, 1002.45),
            new Stock("ICICIBANK", "ICICI BANK", 4963, 700, 1388.90),
            new Stock("INFY", "INFOSYS", 1594, 400, 1573.70),
            new Stock("TCS", "TATA CONSULTANCY SERV LT", 11536, 175, 3120.15),
            new Stock("SBIN", "STATE BANK OF INDIA", 3045, 750, 871.05),
            new Stock("ITC", "ITC", 1660, 1600, 412.60),
            new Stock("LT", "LARSEN & TOUBRO", 11483, 175, 3702.00),
            new Stock("M&M", "MAHINDRA & MAHINDRA", 2031, 200, 3488.75),
            new Stock("BAJAJ-AUTO", "BAJAJ AUTO", 16669, 75, 8890.50),
            new Stock("TATASTEEL", "TATA STEEL", 3499, 5500, 162.35),
            new Stock("IDEA", "VODAFONE IDEA", 14366, 71475, 7.12));

    private static final String[] FIRST = {
        "ANAND",
        "BHARAT",
        "CAUVERY",
        "DECCAN",
        "EASTERN",
        "FALCON",
        "GANGA",
        "HIMALAYA",
        "INDUS",
        "JAIPUR",
        "KONARK",
        "LOTUS",
        "MALABAR",
        "NARMADA",
        "ORIENT",
        "PUNE",
        "QUARTZ",
        "RAJDHANI",
        "SURYA",
        "TRIVENI",
        "UDAIPUR",
        "VINDHYA",
        "WESTERN",
        "YAMUNA",
        "ZENITH"
    };
    private static final String[] SECOND = {
        "CEMENT",
        "CHEMICALS",
        "FINANCE",
        "FOODS",
        "FORGE",
        "INFRA",
        "MOTORS",
        "PAPER",
        "PHARMA",
        "POWER",
        "STEEL",
        "SUGAR",
        "TEA, COFFEE & SPICES",
        "TEXTILES",
        "TYRES",
        "SONS, BROTHERS AND COMPANY"
    };

    private StockTable() {}

    /**
     * The stocks of a seed.
     *
     * @param count how many in all
     * @param withDerivatives how many of them, from the first, have a lot
     */
    static List<Stock> of(int count, int withDerivatives, long seed) {
        Random random = new Random(seed);
        List<Stock> stocks = new ArrayList<>(REAL);
        Set<String> symbols = new HashSet<>();
        Set<Integer> tokens = new HashSet<>();
        REAL.forEach(stock -> tokens.add(stock.exchangeToken()));
        int nextToken = 3_500;
        while (stocks.size() < count) {
            String first = FIRST[random.nextInt(FIRST.length)];
            String second = SECOND[random.nextInt(SECOND.length)];
            String symbol =
                    first.substring(0, 4) + second.replaceAll("[^A-Z]", "").substring(0, 4);
            if (!symbols.add(symbol)) {
                symbol += stocks.size();
            }
            do {
                nextToken++;
            } while (!tokens.add(nextToken));
            double price = Math.round(Math.exp(3 + 5 * random.nextDouble()) * 20) / 20.0;
            boolean traded = stocks.size() < withDerivatives;
            int lot = traded ? 25 * (int) Math.max(1, 500_000 / price / 25) : 0;
            stocks.add(new Stock(symbol, first + " " + second, nextToken, lot, price));
        }
        return List.copyOf(stocks);
    }
}
