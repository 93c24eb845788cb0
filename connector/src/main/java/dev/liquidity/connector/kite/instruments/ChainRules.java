package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured selection of one underlying: a derivative is selected if its expiry is, its type is configured and,
 * for an option, its strike is near enough to the spot. Expiries are counted over all types, so that leaving out
 * options does not shift them. Immutable.
 */
final class ChainRules {
    private static final Logger LOG = LoggerFactory.getLogger(ChainRules.class);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** A future has strike zero, and so comes first. */
    private static final Comparator<Instrument> ORDER = Comparator.comparing(Instrument::expiry)
            .thenComparing(Instrument::strike)
            .thenComparing(Instrument::instrumentType)
            .thenComparingLong(Instrument::token);

    private final Settings.Instruments rules;
    private final LocalDate today;

    /** @param today the day in India from which expiries count */
    ChainRules(Settings.Instruments rules, LocalDate today) {
        this.rules = rules;
        this.today = today;
    }

    /**
     * @param listed all derivatives of the underlying
     * @param spot null if it is not listed
     * @param spotPrice null if it is not known: then every strike is near enough
     */
    Chain select(Underlying underlying, Collection<Instrument> listed, Instrument spot, BigDecimal spotPrice) {
        Expiries expiries = new Expiries(listed.stream().map(Instrument::expiry).collect(Collectors.toSet()), today);
        NavigableSet<LocalDate> taken = expiries.next(rules.weeklyExpiries(), rules.monthlyExpiries());
        warn(underlying, listed, spot, spotPrice, expiries);
        List<Instrument> derivatives = listed.stream()
                .filter(row -> taken.contains(row.expiry()))
                .filter(row -> rules.instrumentTypes().contains(row.instrumentType()))
                .filter(row -> row.instrumentType().equals("FUT") || isNear(row.strike(), spotPrice))
                .sorted(ORDER)
                .toList();
        Set<LocalDate> monthly = taken.stream().filter(expiries::isMonthly).collect(Collectors.toSet());
        return new Chain(underlying, rules.includeUnderlying() ? spot : null, derivatives, monthly);
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
        if (rules.includeUnderlying() && spot == null) {
            LOG.warn("{}: {} lists no spot {}", underlying.symbol(), underlying.spotExchange(), underlying.spot());
        }
        if (listed.isEmpty()) {
            LOG.warn("{}: {} lists no derivatives of it", underlying.symbol(), underlying.exchange());
        } else if (expiries.isEmpty()) {
            LOG.warn("{}: no listed expiry is on or after {}: is the dump of today?", underlying.symbol(), today);
        } else if (rules.strikeRangePct() != null && spotPrice == null) {
            LOG.warn(
                    "{}: no price of {}: all strikes are selected instead of those within {} %",
                    underlying.symbol(), underlying.quoteName(), rules.strikeRangePct());
        }
    }
}
