package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A day's instruments and how they are spread over the sockets. Immutable.
 *
 * @param day the day in India from which the expiries were counted
 * @param instruments all of them, each once: by underlying in the order of the symbols, its spot first, then by expiry
 *     and strike
 * @param shards what each socket subscribes; none is empty, so there can be fewer than configured
 * @param missing a line for each dump that could not be had
 * @param isProvisional whether another look may find more soon: a dump is missing or of an earlier day
 */
public record Selection(
        LocalDate day,
        List<Chain> chains,
        List<Instrument> instruments,
        List<List<Instrument>> shards,
        List<String> missing,
        boolean isProvisional) {
    static Selection of(LocalDate day, List<Chain> chains, int sockets, List<String> missing, boolean isOld) {
        List<Instrument> all =
                chains.stream().flatMap(chain -> chain.instruments().stream()).toList();
        return new Selection(day, chains, all, Sharding.deal(all, sockets), missing, isOld || !missing.isEmpty());
    }

    /** {@code NIFTY 920, SENSEX 310}. */
    public String counts() {
        return chains.stream()
                .map(chain -> chain.underlying().symbol() + " " + chain.size())
                .collect(Collectors.joining(", "));
    }

    /** The {@code --dry-run} report: two tables, without a line end after the last line. */
    public String report() {
        return SelectionReport.of(this);
    }
}
