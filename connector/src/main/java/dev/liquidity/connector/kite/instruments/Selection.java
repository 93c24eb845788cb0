package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A day's instruments and how they are spread over the sockets. Immutable. */
public final class Selection {
    private final LocalDate day;
    private final List<Chain> chains;
    private final List<Instrument> instruments;
    private final List<List<Instrument>> shards;

    Selection(LocalDate day, List<Chain> chains, int sockets) {
        this.day = day;
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

    /** The {@code --dry-run} report: two tables, without a line end after the last line. */
    public String report() {
        return SelectionReport.of(this);
    }

    List<Chain> chains() {
        return chains;
    }
}
