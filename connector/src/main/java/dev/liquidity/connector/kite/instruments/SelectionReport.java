package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
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
                row(table, symbol, "-", chain.spot().tradingsymbol(), List.of(chain.spot()));
            }
            Map<LocalDate, List<Instrument>> expiries = chain.derivatives().stream()
                    .collect(Collectors.groupingBy(Instrument::expiry, TreeMap::new, Collectors.toList()));
            expiries.forEach((expiry, rows) -> row(
                    table, symbol, expiry.toString(), chain.monthly().contains(expiry) ? "monthly" : "weekly", rows));
        }
        row(table, "total", "", "", selection.instruments());
        return table;
    }

    private static void row(
            TextTable table, String underlying, String expiry, String kind, Collection<Instrument> instruments) {
        table.add(
                underlying,
                expiry,
                kind,
                count(instruments, "EQ"),
                count(instruments, "FUT"),
                count(instruments, "CE"),
                count(instruments, "PE"),
                number(instruments.size()));
    }

    private static TextTable bySocket(List<List<Instrument>> shards) {
        TextTable table = new TextTable(1, "socket", "spot", "FUT", "CE", "PE", "total");
        int number = 0;
        for (List<Instrument> shard : shards) {
            number++;
            table.add(
                    Integer.toString(number),
                    count(shard, "EQ"),
                    count(shard, "FUT"),
                    count(shard, "CE"),
                    count(shard, "PE"),
                    number(shard.size()));
        }
        return table;
    }

    private static String count(Collection<Instrument> instruments, String type) {
        return number(instruments.stream()
                .filter(row -> row.instrumentType().equals(type))
                .count());
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
