package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Nearest;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
    private final ExchangeData data;
    private final InstantSource clock;
    private final DailyLog log;

    public Selector(Settings.Instruments rules, int sockets, KiteApi api, InstantSource clock, Sleeper sleeper) {
        this.rules = rules;
        this.sockets = sockets;
        data = new ExchangeData(api, sleeper);
        this.clock = clock;
        log = new DailyLog(clock);
    }

    /**
     * Selects the instruments of today.
     *
     * @param taken instruments that were selected earlier today, which stay
     * @throws UserException to {@link Purpose#CHECK}, with {@code USAGE} for unknown symbols and for more instruments
     *     than allowed, with {@code NOTHING_TO_SUBSCRIBE} if the filters leave nothing
     * @throws UnavailableException if nothing can be selected that may be listed later
     * @throws TransientException if no dump of derivatives can be had
     * @throws RefusedException if the API refuses all of them, or the session
     */
    public Selection select(
            KiteSession session, Collection<String> symbols, Purpose purpose, Collection<Instrument> taken)
            throws TransientException, RefusedException, InterruptedException {
        List<Underlying> wanted = Underlying.named(symbols, rules);
        LocalDate today = Ist.date(clock.instant());
        List<String> missing = new ArrayList<>();
        Map<String, Listing> listings = fetch(session, wanted, missing);
        boolean isOld = isOld(listings, today);
        reportUnknown(wanted, listings, purpose);
        Map<String, BigDecimal> prices = data.prices(
                session, wanted.stream().map(one -> quoteName(one, listings)).toList());
        ChainRules day = new ChainRules(rules, today, purpose, log);
        List<Chain> chains = new ArrayList<>();
        for (Underlying one : wanted) {
            Listing listing = listings.get(one.exchange());
            chains.add(day.select(
                    one,
                    listing == null ? null : listing.derivatives(one.symbol()),
                    spot(one, listings),
                    prices.get(quoteName(one, listings)),
                    taken));
        }
        requireSomething(chains, today, purpose == Purpose.CHECK && missing.isEmpty() && !isOld);
        return Selection.of(
                today, SubscriptionLimit.fit(chains, sockets, purpose, taken, log), sockets, missing, isOld);
    }

    /** Fetches what dumps there are; of the derivatives at least one. */
    private Map<String, Listing> fetch(KiteSession session, List<Underlying> wanted, List<String> missing)
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
        String lastExchange =
                wanted.stream().map(Underlying::exchange).max(String::compareTo).orElseThrow();
        Map<String, Listing> listings = new TreeMap<>();
        for (Map.Entry<String, Set<String>> exchange : names.entrySet()) {
            String name = exchange.getKey();
            try {
                listings.put(name, data.listing(session, name, exchange.getValue()));
            } catch (TransientException | RefusedException e) {
                boolean isLast = name.equals(lastExchange)
                        && wanted.stream().noneMatch(one -> listings.containsKey(one.exchange()));
                if (isLast || e instanceof RefusedException refused && refused.isDeadToken()) {
                    throw e;
                }
                String line = String.join(", ", exchange.getValue()) + ": the instrument dump of " + name
                        + " could not be had: " + e.getMessage();
                missing.add(line);
                log.error("dump " + name, line + "; it will be looked for again");
            }
        }
        return listings;
    }

    private boolean isOld(Map<String, Listing> listings, LocalDate today) {
        boolean isOld = false;
        for (Map.Entry<String, Listing> listing : listings.entrySet()) {
            if (listing.getValue().isOlderThan(today)) {
                log.warn("Instrument dump of {}: it is of an earlier day", listing.getKey());
                isOld = true;
            }
        }
        return isOld;
    }

    private static Instrument spot(Underlying underlying, Map<String, Listing> listings) {
        return listings.getOrDefault(underlying.spotExchange(), new Listing(Set.of()))
                .spot(underlying.spot());
    }

    private static String quoteName(Underlying underlying, Map<String, Listing> listings) {
        Instrument spot = spot(underlying, listings);
        return spot == null ? underlying.quoteName() : spot.exchange() + ":" + spot.tradingsymbol();
    }

    private void reportUnknown(List<Underlying> wanted, Map<String, Listing> listings, Purpose purpose) {
        List<String> faults = new ArrayList<>();
        for (Underlying underlying : wanted) {
            Listing listing = listings.get(underlying.exchange());
            boolean isKnown = Underlying.known().contains(underlying.symbol())
                    || listing == null
                    || rules.includeUnderlying() && !listings.containsKey(underlying.spotExchange())
                    || !listing.derivatives(underlying.symbol()).isEmpty()
                    || spot(underlying, listings) != null;
            if (!isKnown) {
                List<String> near = nearest(underlying.symbol(), listings.values());
                faults.add(underlying.symbol()
                        + (near.isEmpty() ? "" : " (did you mean " + String.join(", ", near) + "?)"));
            }
        }
        if (!faults.isEmpty()) {
            String line = "unknown symbol" + (faults.size() > 1 ? "s" : "") + " on "
                    + String.join(", ", listings.keySet()) + ": " + String.join("; ", faults);
            if (purpose == Purpose.CHECK) {
                throw new UserException(ExitCode.USAGE, line);
            }
            log.error(line, "U" + line.substring(1) + "; it will be looked for again");
        }
    }

    /**
     * Looks among the names that have derivatives first, then among the thousands of stocks and funds that have none.
     */
    private static List<String> nearest(String symbol, Collection<Listing> listings) {
        Set<String> names = new TreeSet<>(Underlying.known());
        listings.forEach(listing -> names.addAll(listing.derivativeNames()));
        List<String> near = near(symbol, names);
        if (near.isEmpty()) {
            listings.forEach(listing -> names.addAll(listing.spotNames()));
            near = near(symbol, names);
        }
        return near;
    }

    /** Up to three of the known names that a mistyped one may mean, nearest first: by edits, then by alphabet. */
    static List<String> near(String name, Collection<String> known) {
        int limit = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(other -> Nearest.edits(name, other) <= limit || name.length() >= 3 && other.startsWith(name))
                .sorted(Comparator.comparingInt((String other) -> Nearest.edits(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    private void requireSomething(List<Chain> chains, LocalDate today, boolean isFinal) {
        if (chains.stream().mapToInt(Chain::size).sum() == 0) {
            String symbols =
                    chains.stream().map(chain -> chain.underlying().symbol()).collect(Collectors.joining(", "));
            String line = "nothing to subscribe of " + symbols + ": the dump lists nothing from " + today
                    + " on that instruments.expiry_filter, instrument_types " + new TreeSet<>(rules.instrumentTypes())
                    + ", strike_range_pct and include_underlying let through";
            throw isFinal
                    ? new UserException(ExitCode.NOTHING_TO_SUBSCRIBE, line)
                    : new UnavailableException(ExitCode.NOTHING_TO_SUBSCRIBE, line);
        }
    }
}
