package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configured selection of one underlying: a derivative is selected if its expiry is, its type is configured and,
 * for an option, its strike is near enough to the spot. Expiries are counted over all types, so that leaving out
 * options does not shift them. Immutable.
 *
 * @param today the day in India from which expiries count
 */
record ChainRules(Settings.Instruments rules, LocalDate today, Purpose purpose, DailyLog log) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** A future has strike zero, and so comes first. */
    private static final Comparator<Instrument> ORDER = Comparator.comparing(Instrument::expiry)
            .thenComparing(Instrument::strike)
            .thenComparing(Instrument::instrumentType)
            .thenComparingLong(Instrument::token);

    /**
     * @param listed all derivatives of the underlying; null if there is no dump of their exchange
     * @param spot null if it is not listed
     * @param spotPrice null if it is not known: then every strike is near enough, but in a refresh none
     * @param taken instruments that were selected earlier today: those of this underlying stay
     */
    Chain select(
            Underlying underlying,
            Collection<Instrument> listed,
            Instrument spot,
            BigDecimal spotPrice,
            Collection<Instrument> taken) {
        Collection<Instrument> all = listed == null ? List.of() : listed;
        NavigableSet<LocalDate> expiries = all.stream()
                .map(Instrument::expiry)
                .filter(expiry -> !expiry.isBefore(today))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<LocalDate> monthly = lastOfMonths(expiries);
        Set<LocalDate> chosen = Stream.concat(
                        expiries.stream().limit(rules.weeklyExpiries()),
                        monthly.stream().limit(rules.monthlyExpiries()))
                .collect(Collectors.toSet());
        if (listed != null) {
            warn(underlying, listed, spot, spotPrice, expiries);
        }
        boolean isBlind = purpose == Purpose.REFRESH && rules.strikeRangePct() != null && spotPrice == null;
        List<Instrument> fit = all.stream()
                .filter(row -> chosen.contains(row.expiry()) && !isBlind)
                .filter(row -> rules.instrumentTypes().contains(row.instrumentType()))
                .toList();
        boolean isWhole = isFarFromAll(underlying, fit, spotPrice);
        Map<Long, Instrument> derivatives = new HashMap<>();
        taken.stream()
                .filter(row -> row.name().equals(underlying.symbol()) && row.expiry() != null)
                .filter(row -> rules.instrumentTypes().contains(row.instrumentType()))
                .forEach(row -> derivatives.put(row.token(), row));
        fit.stream()
                .filter(row -> isFuture(row) || isWhole || isNear(row.strike(), spotPrice))
                .forEach(row -> derivatives.put(row.token(), row));
        Instrument takenSpot = taken.stream()
                .filter(row -> row.expiry() == null && row.tradingsymbol().equals(underlying.spot()))
                .findFirst()
                .orElse(null);
        return new Chain(
                underlying,
                rules.includeUnderlying() ? spot == null ? takenSpot : spot : null,
                derivatives.values().stream().sorted(ORDER).toList(),
                chosen.stream().filter(monthly::contains).collect(Collectors.toSet()));
    }

    /**
     * The last listed expiry of each month, and not by a calendar: weekdays change by circular, holidays shift them.
     */
    private static Set<LocalDate> lastOfMonths(NavigableSet<LocalDate> expiries) {
        Map<YearMonth, LocalDate> last = new HashMap<>();
        expiries.forEach(expiry -> last.put(YearMonth.from(expiry), expiry));
        return new TreeSet<>(last.values());
    }

    private static boolean isFuture(Instrument row) {
        return row.instrumentType().equals("FUT");
    }

    /** Whether the spot is beyond all strikes and none is near: after a split, or a quote that is wrong. */
    private boolean isFarFromAll(Underlying underlying, List<Instrument> fit, BigDecimal spotPrice) {
        NavigableSet<BigDecimal> strikes = fit.stream()
                .filter(row -> !isFuture(row))
                .map(Instrument::strike)
                .collect(Collectors.toCollection(TreeSet::new));
        if (strikes.isEmpty() || strikes.stream().anyMatch(strike -> isNear(strike, spotPrice))) {
            return false;
        }
        BigDecimal lowest = strikes.first();
        BigDecimal highest = strikes.last();
        boolean isFar = spotPrice.compareTo(lowest) < 0 || spotPrice.compareTo(highest) > 0;
        if (isFar) {
            log.warn(
                    "{}: its price is {}, but its strikes are {} to {}, none within {} %: all are selected",
                    underlying.symbol(),
                    spotPrice,
                    lowest.toPlainString(),
                    highest.toPlainString(),
                    rules.strikeRangePct());
        }
        return isFar;
    }

    private boolean isNear(BigDecimal strike, BigDecimal spotPrice) {
        if (rules.strikeRangePct() == null || spotPrice == null) {
            return true;
        }
        // |strike - spot| <= spot * percent / 100, without a rounding division
        return strike.subtract(spotPrice).abs().multiply(HUNDRED).compareTo(spotPrice.multiply(rules.strikeRangePct()))
                <= 0;
    }

    private void warn(
            Underlying underlying,
            Collection<Instrument> listed,
            Instrument spot,
            BigDecimal spotPrice,
            Set<LocalDate> expiries) {
        String symbol = underlying.symbol();
        if (rules.includeUnderlying() && spot == null) {
            log.warn("{}: {} lists no spot {}", symbol, underlying.spotExchange(), underlying.spot());
        }
        if (listed.isEmpty()) {
            log.warn("{}: {} lists no derivatives of it", symbol, underlying.exchange());
        } else if (expiries.isEmpty()) {
            log.warn("{}: no listed expiry is on or after {}", symbol, today);
        } else if (rules.strikeRangePct() != null && spotPrice == null) {
            log.warn(
                    "{}: no price of {}: {} instead of those within {} %",
                    symbol,
                    underlying.quoteName(),
                    purpose == Purpose.REFRESH ? "no strikes are added" : "all strikes are selected",
                    rules.strikeRangePct());
        }
    }
}
