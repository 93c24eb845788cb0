package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configured selection of one underlying: a derivative is selected if its expiry is, its type is configured and,
 * for an option, its strike is near enough to the spot. Expiries are counted over all types, so that leaving out
 * options does not shift them. Immutable.
 */
final class ChainRules {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** A future has strike zero, and so comes first. */
    private static final Comparator<Instrument> ORDER = Comparator.comparing(Instrument::expiry)
            .thenComparing(Instrument::strike)
            .thenComparing(Instrument::instrumentType)
            .thenComparingLong(Instrument::token);

    private final Settings.Instruments rules;
    private final LocalDate today;
    private final Purpose purpose;
    private final DailyLog log;

    /** @param today the day in India from which expiries count */
    ChainRules(Settings.Instruments rules, LocalDate today, Purpose purpose, DailyLog log) {
        this.rules = rules;
        this.today = today;
        this.purpose = purpose;
        this.log = log;
    }

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
        Expiries expiries = new Expiries(all.stream().map(Instrument::expiry).collect(Collectors.toSet()), today);
        NavigableSet<LocalDate> chosen = expiries.next(rules.weeklyExpiries(), rules.monthlyExpiries());
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
                chosen.stream().filter(expiries::isMonthly).collect(Collectors.toSet()));
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
            Expiries expiries) {
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
