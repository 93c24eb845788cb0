package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A selection as text: a table by underlying, expiry and type, and one by socket. */
final class SelectionReport {
    private SelectionReport() {}

    static String of(Selection selection) {
        int sockets = selection.shards().size();
        return String.format(
                Locale.ROOT,
                "%,d instrument%s on %d socket%s, expiries counted from %s IST%n%n%s%n%n%s",
                selection.instruments().size(),
                selection.instruments().size() == 1 ? "" : "s",
                sockets,
                sockets == 1 ? "" : "s",
                selection.day(),
                byExpiry(selection),
                bySocket(selection.shards()));
    }

    private static TextTable byExpiry(Selection selection) {
        TextTable table = new TextTable(3, "underlying", "expiry", "kind", "spot", "FUT", "CE", "PE", "total");
        for (Chain chain : selection.chains()) {
            String symbol = chain.underlying().symbol();
            if (chain.spot() != null) {
                row(table, List.of(chain.spot()), symbol, "-", chain.spot().tradingsymbol());
            }
            Map<LocalDate, List<Instrument>> expiries = chain.derivatives().stream()
                    .collect(Collectors.groupingBy(Instrument::expiry, TreeMap::new, Collectors.toList()));
            expiries.forEach((expiry, rows) -> row(
                    table, rows, symbol, expiry.toString(), chain.monthly().contains(expiry) ? "monthly" : "weekly"));
        }
        row(table, selection.instruments(), "total", "", "");
        return table;
    }

    private static TextTable bySocket(List<List<Instrument>> shards) {
        TextTable table = new TextTable(1, "socket", "spot", "FUT", "CE", "PE", "total");
        for (int socket = 0; socket < shards.size(); socket++) {
            row(table, shards.get(socket), Integer.toString(socket + 1));
        }
        return table;
    }

    /** Adds a row of instruments, counted by type behind the first columns. */
    private static void row(TextTable table, Collection<Instrument> instruments, String... firstColumns) {
        List<String> row = new ArrayList<>(List.of(firstColumns));
        for (String type : List.of("EQ", "FUT", "CE", "PE")) {
            row.add(number(instruments.stream()
                    .filter(instrument -> instrument.instrumentType().equals(type))
                    .count()));
        }
        row.add(number(instruments.size()));
        table.add(row.toArray(String[]::new));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
