package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A day's instruments and how they fall on the sockets. Immutable. */
public final class Selection {
    private final LocalDate day;
    private final List<Chain> chains;
    private final List<Instrument> instruments;
    private final List<Shard> shards;

    Selection(LocalDate day, List<Chain> chains, int sockets) {
        this.day = day;
        this.chains = List.copyOf(chains);
        List<Instrument> all = new ArrayList<>();
        chains.forEach(chain -> all.addAll(chain.instruments()));
        instruments = List.copyOf(all);
        shards = Sharding.deal(this.chains, sockets);
    }

    /** The day in India that the expiries were counted from. */
    public LocalDate day() {
        return day;
    }

    /** All of them, each once: by underlying in the order of the symbols, its spot first, then by expiry and strike. */
    public List<Instrument> instruments() {
        return instruments;
    }

    /** What each socket subscribes; none is empty, so there can be fewer than configured. */
    public List<Shard> shards() {
        return shards;
    }

    /** The spots' prices at the time of the selection, by underlying symbol; without those that could not be had. */
    public Map<String, BigDecimal> spotPrices() {
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        for (Chain chain : chains) {
            if (chain.spotPrice() != null) {
                prices.put(chain.underlying().symbol(), chain.spotPrice());
            }
        }
        return prices;
    }

    /** The {@code --dry-run} report: two tables, several lines, no line end at the end. */
    public String report() {
        return SelectionReport.of(this);
    }

    List<Chain> chains() {
        return chains;
    }
}
