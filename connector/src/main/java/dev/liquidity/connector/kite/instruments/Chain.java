package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The selection of one underlying. Immutable.
 *
 * @param spot null if it is not included or not listed
 * @param derivatives by expiry, then futures before options, by strike, calls before puts
 * @param monthly the expiries among the selected ones that are the last of their month
 */
record Chain(Underlying underlying, Instrument spot, List<Instrument> derivatives, Set<LocalDate> monthly) {

    /** The spot, if it is included, then the derivatives. */
    List<Instrument> instruments() {
        List<Instrument> all = new ArrayList<>(derivatives.size() + 1);
        if (spot != null) {
            all.add(spot);
        }
        all.addAll(derivatives);
        return all;
    }

    /** This chain without some of its instruments. */
    Chain without(Set<Instrument> left) {
        List<Instrument> kept =
                derivatives.stream().filter(row -> !left.contains(row)).toList();
        return new Chain(underlying, left.contains(spot) ? null : spot, kept, monthly);
    }

    int size() {
        return derivatives.size() + (spot == null ? 0 : 1);
    }
}
