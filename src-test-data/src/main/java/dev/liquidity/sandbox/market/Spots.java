package dev.liquidity.sandbox.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The walks of all underlyings, made on first use. A derivative and its underlying share one.
 *
 * <p>Where a walk begins: at the middle strike of the underlying's nearest expiry, so that any dump gets fitting
 * prices; without options, at the index table's level, or anywhere between 20 and 3,000 rupees.
 */
final class Spots {
    private static final double INDEX_VOLATILITY = 0.13;
    private static final double STOCK_VOLATILITY = 0.28;

    private final long seed;
    private final Map<String, Double> middleStrikes;
    private final Map<String, Spot> spots = new ConcurrentHashMap<>();

    Spots(Dump dump, long seed) {
        this.seed = seed;
        this.middleStrikes = middleStrikes(dump);
    }

    /** The walk that a listing's price depends on. */
    Spot of(Listing listing) {
        return spots.computeIfAbsent(underlying(listing), this::begin);
    }

    /** Every walk so far. */
    Collection<Spot> all() {
        return spots.values();
    }

    /** The name under which an underlying and its derivatives meet. */
    private static String underlying(Listing listing) {
        if (listing.expiry() != null) {
            return listing.name();
        }
        for (IndexTable.Index index : IndexTable.ALL) {
            if (index.token() == listing.token()) {
                return index.name();
            }
        }
        return listing.tradingsymbol();
    }

    private Spot begin(String underlying) {
        long ownSeed = seed * 31 + underlying.hashCode();
        Double middle = middleStrikes.get(underlying);
        for (IndexTable.Index index : IndexTable.ALL) {
            if (index.name().equals(underlying)) {
                // The table's level is more exact if the dump's strikes surround it.
                boolean fits = middle == null || Math.abs(middle / index.level() - 1) < 0.005;
                return new Spot(fits ? index.level() : middle, INDEX_VOLATILITY, ownSeed);
            }
        }
        double price = middle == null ? 20 + Math.floorMod(ownSeed * 0x9E3779B97F4A7C15L, 298_000) / 100.0 : middle;
        return new Spot(price, STOCK_VOLATILITY, ownSeed);
    }

    private static Map<String, Double> middleStrikes(Dump dump) {
        Map<String, LocalDate> nearest = new HashMap<>();
        for (Listing listing : dump.listings()) {
            if (listing.isOption()) {
                nearest.merge(listing.name(), listing.expiry(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        Map<String, List<Double>> strikes = new HashMap<>();
        for (Listing listing : dump.listings()) {
            if (listing.isOption() && listing.expiry().equals(nearest.get(listing.name()))) {
                strikes.computeIfAbsent(listing.name(), name -> new ArrayList<>())
                        .add(listing.strike());
            }
        }
        Map<String, Double> middles = new HashMap<>();
        strikes.forEach((name, all) -> {
            all.sort(null);
            middles.put(name, all.get(all.size() / 2));
        });
        return middles;
    }
}
