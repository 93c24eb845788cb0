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
    /** The types of instruments that are counted, as the dump names them. */
    private static final List<String> TYPES = List.of("EQ", "FUT", "CE", "PE");

    private final int labels;
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins a table: labels, which are aligned to the left, and counts, which are aligned to the right. */
    private SelectionReport(String... labels) {
        this.labels = labels.length;
        List<String> header = new ArrayList<>(List.of(labels));
        header.addAll(List.of("spot", "FUT", "CE", "PE", "total"));
        rows.add(header);
    }

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

    private static String byExpiry(Selection selection) {
        SelectionReport table = new SelectionReport("underlying", "expiry", "kind");
        for (Chain chain : selection.chains()) {
            String symbol = chain.underlying().symbol();
            if (chain.spot() != null) {
                table.add(List.of(chain.spot()), symbol, "-", chain.spot().tradingsymbol());
            }
            Map<LocalDate, List<Instrument>> expiries = chain.derivatives().stream()
                    .collect(Collectors.groupingBy(Instrument::expiry, TreeMap::new, Collectors.toList()));
            expiries.forEach((expiry, rows) -> table.add(
                    rows, symbol, expiry.toString(), chain.monthly().contains(expiry) ? "monthly" : "weekly"));
        }
        table.add(selection.instruments(), "total", "", "");
        return table.text();
    }

    private static String bySocket(List<List<Instrument>> shards) {
        SelectionReport table = new SelectionReport("socket");
        for (int socket = 0; socket < shards.size(); socket++) {
            table.add(shards.get(socket), Integer.toString(socket + 1));
        }
        return table.text();
    }

    private void add(Collection<Instrument> instruments, String... labels) {
        List<String> row = new ArrayList<>(List.of(labels));
        for (String type : TYPES) {
            row.add(number(instruments.stream()
                    .filter(instrument -> instrument.instrumentType().equals(type))
                    .count()));
        }
        row.add(number(instruments.size()));
        rows.add(row);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private String text() {
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElseThrow();
            format.append(column < labels ? "%-" : "%").append(width).append("s  ");
        }
        return rows.stream()
                .map(row -> format.toString().formatted(row.toArray()).stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
