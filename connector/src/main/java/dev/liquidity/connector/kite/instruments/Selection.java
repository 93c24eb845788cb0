package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A day's instruments and how they are spread over the sockets. Immutable. */
public final class Selection {
    private final LocalDate day;
    private final List<Chain> chains;
    private final List<Instrument> instruments;
    private final List<List<Instrument>> shards;
    private final List<String> missing;
    private final boolean isOld;

    Selection(LocalDate day, List<Chain> chains, int sockets, List<String> missing, boolean isOld) {
        this.day = day;
        this.missing = List.copyOf(missing);
        this.isOld = isOld;
        this.chains = List.copyOf(chains);
        List<Instrument> all = new ArrayList<>();
        chains.forEach(chain -> all.addAll(chain.instruments()));
        instruments = List.copyOf(all);
        shards = Sharding.deal(instruments, sockets);
    }

    /** The day in India from which the expiries were counted. */
    LocalDate day() {
        return day;
    }

    /**
     * All instruments, each once: by underlying in the order of the symbols, its spot first, then by expiry and strike.
     */
    public List<Instrument> instruments() {
        return instruments;
    }

    /** What each socket subscribes; none is empty, so there can be fewer than configured. */
    public List<List<Instrument>> shards() {
        return shards;
    }

    /** A line for each dump that could not be had. */
    public List<String> missing() {
        return missing;
    }

    /** Whether another look may find more soon: a dump is missing or of an earlier day. */
    public boolean isProvisional() {
        return isOld || !missing.isEmpty();
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

    List<Chain> chains() {
        return chains;
    }
}
