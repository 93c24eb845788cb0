package dev.liquidity.bench.load;

import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.SyntheticDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An exact number of instruments, spots included: first those of NIFTY, BANKNIFTY and FINNIFTY with their next four
 * expiries, then others as needed. A connector that takes all expiries of the dump subscribes exactly these.
 *
 * @param dump the rows to serve: the derivatives, and all spots
 * @param derivatives the subscribed rows that are not spots
 * @param symbols what {@code --symbol} is given
 * @param isEven whether each instrument ticks as often as any other, and not by its liquidity
 */
public record Universe(List<Listing> dump, List<Listing> derivatives, List<String> symbols, boolean isEven) {
    private static final List<String> FIRST = List.of("NIFTY", "BANKNIFTY", "FINNIFTY");
    private static final int EXPIRIES = 4;

    /** So many instruments of the sandbox's own dump for a day. */
    public static Universe of(int instruments, LocalDate date) {
        List<Listing> all = SyntheticDump.of(date, 1);
        Map<String, List<Listing>> byName = new LinkedHashMap<>();
        FIRST.forEach(name -> byName.put(name, new ArrayList<>()));
        List<Listing> dump = new ArrayList<>();
        for (Listing listing : all) {
            if (listing.expiry() == null) {
                dump.add(listing);
            } else if (listing.exchange().equals("NFO")) {
                byName.computeIfAbsent(listing.name(), name -> new ArrayList<>())
                        .add(listing);
            }
        }
        List<Listing> derivatives = new ArrayList<>();
        Set<String> symbols = new LinkedHashSet<>();
        for (Map.Entry<String, List<Listing>> underlying : byName.entrySet()) {
            int room = instruments - derivatives.size() - symbols.size() - 1;
            if (room <= 0) {
                break;
            }
            symbols.add(underlying.getKey());
            List<Listing> chain = next(underlying.getValue());
            derivatives.addAll(chain.subList(0, Math.min(room, chain.size())));
        }
        dump.addAll(derivatives);
        return new Universe(List.copyOf(dump), List.copyOf(derivatives), List.copyOf(symbols), false);
    }

    /** The same, each of which ticks as often as any other. */
    public Universe evenly() {
        return new Universe(dump, derivatives, symbols, true);
    }

    private static List<Listing> next(List<Listing> chain) {
        Set<LocalDate> expiries = new TreeSet<>();
        chain.forEach(listing -> expiries.add(listing.expiry()));
        Set<LocalDate> taken = new TreeSet<>(expiries.stream().limit(EXPIRIES).toList());
        return chain.stream()
                .filter(listing -> taken.contains(listing.expiry()))
                .toList();
    }

    /** Instruments that a connector subscribes. */
    public int size() {
        return derivatives.size() + symbols.size();
    }

    /** Writes the dump for the exchange to serve. */
    public void writeTo(Path csv) throws IOException {
        List<String> lines = new ArrayList<>(dump.size() + 1);
        lines.add(Listing.HEADER);
        dump.forEach(listing -> lines.add(listing.row()));
        Files.write(csv, lines);
    }
}
