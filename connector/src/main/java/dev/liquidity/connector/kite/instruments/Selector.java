package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.rest.DumpDownload;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns symbols into the day's instruments: fetches dumps and prices, applies the rules, checks the limits.
 * Thread-safe.
 */
public final class Selector {
    private final Settings.Instruments rules;
    private final int sockets;
    private final DumpFetch dumps;
    private final SpotQuotes quotes;
    private final InstantSource clock;

    public Selector(
            Settings.Instruments rules,
            int sockets,
            DumpDownload download,
            KiteApi api,
            InstantSource clock,
            Sleeper sleeper) {
        this.rules = rules;
        this.sockets = sockets;
        dumps = new DumpFetch(download, sleeper);
        quotes = new SpotQuotes(api, sleeper);
        this.clock = clock;
    }

    /**
     * Selects the instruments of today.
     *
     * @throws UserException with {@code USAGE} for unknown symbols and for more instruments than allowed, with
     *     {@code NOTHING_TO_SUBSCRIBE} if the filters leave nothing
     * @throws RefusedException if the API gives no dump
     */
    public Selection select(KiteSession session, Collection<String> symbols)
            throws TransientException, RefusedException, InterruptedException {
        List<Underlying> wanted = Underlying.named(symbols, rules);
        LocalDate today = Ist.date(clock.instant());
        Map<String, Listing> listings = fetch(session, wanted);
        requireKnown(wanted, listings);
        Map<String, BigDecimal> prices =
                quotes.of(session, wanted.stream().map(Underlying::quoteName).toList());
        ChainRules day = new ChainRules(rules, today);
        List<Chain> chains = new ArrayList<>();
        for (Underlying underlying : wanted) {
            chains.add(day.select(
                    underlying,
                    derivatives(underlying, listings),
                    spot(underlying, listings),
                    prices.get(underlying.quoteName())));
        }
        requireSomething(chains, today);
        SubscriptionLimit.check(chains, sockets);
        return new Selection(today, chains, sockets);
    }

    private Map<String, Listing> fetch(KiteSession session, List<Underlying> wanted)
            throws TransientException, RefusedException, InterruptedException {
        Map<String, Set<String>> names = new TreeMap<>();
        for (Underlying underlying : wanted) {
            names.computeIfAbsent(underlying.exchange(), unused -> new TreeSet<>())
                    .add(underlying.symbol());
            if (rules.includeUnderlying()) {
                names.computeIfAbsent(underlying.spotExchange(), unused -> new TreeSet<>())
                        .add(underlying.spot());
            }
        }
        Map<String, Listing> listings = new TreeMap<>();
        for (Map.Entry<String, Set<String>> exchange : names.entrySet()) {
            listings.put(exchange.getKey(), dumps.fetch(session, exchange.getKey(), exchange.getValue()));
        }
        return listings;
    }

    private static List<Instrument> derivatives(Underlying underlying, Map<String, Listing> listings) {
        return listings.get(underlying.exchange()).derivatives(underlying.symbol());
    }

    private static Instrument spot(Underlying underlying, Map<String, Listing> listings) {
        return listings.getOrDefault(underlying.spotExchange(), new Listing(Set.of()))
                .spot(underlying.spot());
    }

    private static void requireKnown(List<Underlying> wanted, Map<String, Listing> listings) {
        List<String> faults = new ArrayList<>();
        for (Underlying underlying : wanted) {
            boolean isKnown = Underlying.known().contains(underlying.symbol())
                    || !derivatives(underlying, listings).isEmpty()
                    || spot(underlying, listings) != null;
            if (!isKnown) {
                List<String> near = nearest(underlying.symbol(), listings.values());
                faults.add(underlying.symbol()
                        + (near.isEmpty() ? "" : " (did you mean " + String.join(", ", near) + "?)"));
            }
        }
        if (!faults.isEmpty()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "unknown symbol" + (faults.size() > 1 ? "s" : "") + " on " + String.join(", ", listings.keySet())
                            + ": " + String.join("; ", faults));
        }
    }

    /**
     * Looks among the names that have derivatives first, then among the thousands of stocks and funds that have none.
     */
    private static List<String> nearest(String symbol, Collection<Listing> listings) {
        Set<String> names = new TreeSet<>(Underlying.known());
        listings.forEach(listing -> names.addAll(listing.derivativeNames()));
        List<String> near = NearestNames.to(symbol, names);
        if (near.isEmpty()) {
            listings.forEach(listing -> names.addAll(listing.spotNames()));
            near = NearestNames.to(symbol, names);
        }
        return near;
    }

    private void requireSomething(List<Chain> chains, LocalDate today) {
        if (chains.stream().mapToInt(Chain::size).sum() == 0) {
            String symbols =
                    chains.stream().map(chain -> chain.underlying().symbol()).collect(Collectors.joining(", "));
            throw new UserException(
                    ExitCode.NOTHING_TO_SUBSCRIBE,
                    "nothing to subscribe of " + symbols + ": the dump lists nothing from " + today
                            + " on that instruments.expiry_filter, instrument_types "
                            + new TreeSet<>(rules.instrumentTypes())
                            + ", strike_range_pct and include_underlying let through");
        }
    }
}
