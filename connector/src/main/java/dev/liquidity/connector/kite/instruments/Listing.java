package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is kept of one exchange's dump: the rows of the wanted names, and all other names for hints. Not thread-safe.
 */
final class Listing implements Consumer<Instrument> {
    private static final Set<String> DERIVATIVES = Set.of("CE", "PE", "FUT");

    private final Set<String> wanted;
    private final Map<String, List<Instrument>> derivatives = new HashMap<>();
    private final Map<String, Instrument> spots = new HashMap<>();
    private final Set<String> derivativeNames = new HashSet<>();
    private final Set<String> spotNames = new HashSet<>();
    private final Map<String, Instrument> spotsByName = new HashMap<>();
    private final Set<Long> tokens = new HashSet<>();
    private LocalDate earliestExpiry = LocalDate.MAX;

    /** @param wanted names of derivatives and tradingsymbols of spots */
    Listing(Collection<String> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    @Override
    public void accept(Instrument row) {
        if (DERIVATIVES.contains(row.instrumentType()) && row.expiry() != null) {
            derivativeNames.add(row.name());
            if (row.expiry().isBefore(earliestExpiry)) {
                earliestExpiry = row.expiry();
            }
            if (wanted.contains(row.name()) && tokens.add(row.token())) {
                derivatives
                        .computeIfAbsent(row.name(), unused -> new ArrayList<>())
                        .add(row);
            }
        } else if (row.instrumentType().equals("EQ")) {
            spotNames.add(row.tradingsymbol());
            if (wanted.contains(row.tradingsymbol())) {
                spots.putIfAbsent(row.tradingsymbol(), row);
            }
            if (wanted.contains(row.name())) {
                spotsByName.merge(row.name(), row, (first, next) -> isIndex(first) || !isIndex(next) ? first : next);
            }
        }
    }

    /** All derivatives of a wanted name, in the dump's order. */
    List<Instrument> derivatives(String name) {
        return derivatives.getOrDefault(name, List.of());
    }

    /** A wanted spot by its tradingsymbol, else by its name, an index first; null if it is not listed. */
    Instrument spot(String wantedSpot) {
        return spots.getOrDefault(wantedSpot, spotsByName.get(wantedSpot));
    }

    private static boolean isIndex(Instrument spot) {
        return spot.segment().equals("INDICES");
    }

    /** Whether it lists what has expired: a new dump, made each morning, does not. */
    boolean isOlderThan(LocalDate today) {
        return earliestExpiry.isBefore(today);
    }

    /** Every name that has derivatives here. */
    Set<String> derivativeNames() {
        return derivativeNames;
    }

    /** Every spot's tradingsymbol. */
    Set<String> spotNames() {
        return spotNames;
    }
}
