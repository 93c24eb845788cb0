package dev.liquidity.sandbox.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The day's instruments, found by token, by quote key and by exchange. */
public final class Dump {
    private final List<Listing> listings;
    private final Map<Long, Listing> byToken = new HashMap<>();
    private final Map<String, Listing> byQuoteKey = new HashMap<>();

    /**
     * @param listings in the order in which they are served; of two with one token the first counts
     */
    public Dump(List<Listing> listings) {
        Map<Long, Listing> unique = new LinkedHashMap<>();
        for (Listing listing : listings) {
            unique.putIfAbsent(listing.token(), listing);
        }
        this.listings = List.copyOf(unique.values());
        byToken.putAll(unique);
        this.listings.forEach(listing -> byQuoteKey.putIfAbsent(listing.quoteKey(), listing));
    }

    /** All rows. */
    public List<Listing> listings() {
        return listings;
    }

    /** The row of a token; null if absent. */
    public Listing ofToken(long token) {
        return byToken.get(token);
    }

    /** The row of a key such as {@code NSE:NIFTY 50}; null if absent. */
    public Listing ofQuoteKey(String key) {
        return byQuoteKey.get(key);
    }

    /** The same with one more row at the end. */
    public Dump with(Listing listing) {
        List<Listing> more = new ArrayList<>(listings);
        more.add(listing);
        return new Dump(more);
    }

    /** The same without what has expired in a span of days, its end not counted. */
    public Dump withoutExpired(LocalDate from, LocalDate until) {
        return new Dump(listings.stream()
                .filter(listing -> listing.expiry() == null
                        || listing.expiry().isBefore(from)
                        || !listing.expiry().isBefore(until))
                .toList());
    }

    /**
     * The dump as the server writes it.
     *
     * @param exchange null for all
     */
    public String csv(String exchange) {
        StringBuilder csv = new StringBuilder(listings.size() * 90);
        csv.append(Listing.HEADER).append('\n');
        for (Listing listing : listings) {
            if (exchange == null || exchange.equals(listing.exchange())) {
                csv.append(listing.row()).append('\n');
            }
        }
        return csv.toString();
    }
}
