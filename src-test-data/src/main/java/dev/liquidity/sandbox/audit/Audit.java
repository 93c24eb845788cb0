package dev.liquidity.sandbox.audit;

import dev.liquidity.sandbox.ledger.LedgerReader;
import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares a store with the ledger of what the exchange sent: every tick must be stored once, in order, with the values
 * it had. Keeps 12 bytes a tick in memory; packets are read from the ledger when they are compared.
 */
public final class Audit implements LedgerReader.Visitor {
    private static final int EXAMPLES = 20;
    private static final int SENT = 0;
    private static final int STORED = 1;
    private static final int TAIL = 2;
    private static final int LAST_STORED = 3;

    private final Map<Long, SentTicks> instruments = new HashMap<>();
    private final Map<Integer, String> ends = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private final PacketOfRow packets = new PacketOfRow();
    private long rowsInStream;

    private Audit() {}

    /**
     * Runs an audit.
     *
     * @param ledger of the exchange, complete: flushed or closed
     * @param databases one SQLite file, or one for each trade date or receiver
     * @param stream null to leave the stream out
     * @throws IOException when the ledger can't be read
     * @throws SQLException when a database can't be
     */
    public static AuditReport run(Path ledger, List<Path> databases, StreamAddress stream)
            throws IOException, SQLException {
        StreamCount count = stream == null ? null : StreamCount.of(stream);
        Audit audit = new Audit();
        try (LedgerReader reader = new LedgerReader(ledger)) {
            reader.visit(audit);
            audit.instruments.values().forEach(SentTicks::seal);
            StoredTicks.read(databases, row -> audit.check(row, reader, count));
        }
        return audit.report(stream, count);
    }

    @Override
    public void packet(int connection, long place, byte[] bytes, int offset, int length) {
        long token = BigEndian.getU32(bytes, offset + PacketLayout.TOKEN);
        ofToken(token).add(connection, place, bytes, offset, length);
    }

    @Override
    public void instrument(long token, String exchange, String tradingsymbol) {
        SentTicks sent = ofToken(token);
        sent.exchange = exchange;
        sent.tradingsymbol = tradingsymbol;
    }

    @Override
    public void ended(int connection, String reason, long frames, long bytes) {
        ends.put(connection, reason);
    }

    private SentTicks ofToken(long token) {
        return instruments.computeIfAbsent(token, SentTicks::new);
    }

    private void check(StoredTick row, LedgerReader ledger, StreamCount stream) {
        SentTicks sent = ofToken(row.token);
        sent.stored++;
        if (stream != null && row.id >= stream.firstId()) {
            rowsInStream++;
        }
        boolean index = PacketLayout.isIndex(row.token);
        int column = StoredTick.column(index ? "high" : "volume_traded");
        boolean numbered = !row.absent[column];
        long number = numbered
                ? Math.round(row.numbers[column] * (index ? PacketLayout.divisor(row.token) : 1))
                : Math.round(row.numbers[StoredTick.column("last_price")] * PacketLayout.divisor(row.token));
        int match = numbered ? sent.match(number) : sent.matchPrice(number);
        if (match == SentTicks.AGAIN) {
            sent.duplicate++;
            example(row, number, List.of("a duplicate"));
        } else if (match == SentTicks.UNKNOWN) {
            sent.unexpected++;
            example(row, number, List.of("no such tick was sent"));
        } else {
            byte[] packet = ledger.packet(numbered ? sent.place(match) : sent.pricePlace(match));
            List<String> differences = packets.differences(row, packet, sent.tradingsymbol);
            if (!differences.isEmpty()) {
                sent.different++;
                example(row, number, differences);
            }
        }
    }

    private void example(StoredTick row, long number, List<String> what) {
        if (examples.size() < EXAMPLES) {
            examples.add("token " + row.token + " number " + number + " (ticks.id " + row.id + "): "
                    + String.join("; ", what.subList(0, Math.min(4, what.size()))));
        }
    }

    private AuditReport report(StreamAddress address, StreamCount stream) {
        List<AuditReport.Line> lines = instruments.values().stream()
                .map(Audit::line)
                .sorted(Comparator.comparingLong(AuditReport.Line::sent).reversed())
                .toList();
        AuditReport.Line total = lines.stream()
                .reduce(
                        new AuditReport.Line("total", 0, 0, 0, 0, 0, 0, 0),
                        (a, b) -> new AuditReport.Line(
                                "total",
                                a.sent() + b.sent(),
                                a.stored() + b.stored(),
                                a.missing() + b.missing(),
                                a.duplicate() + b.duplicate(),
                                a.unexpected() + b.unexpected(),
                                a.different() + b.different(),
                                a.disordered() + b.disordered()));
        String said = stream == null ? "" : address + ": " + saidOf(stream, total);
        return new AuditReport(
                lines, total, connections(), said, stream == null || streamHolds(stream, total), List.copyOf(examples));
    }

    private static AuditReport.Line line(SentTicks ticks) {
        return new AuditReport.Line(
                ticks.tradingsymbol.isEmpty() ? "token " + ticks.token() : ticks.tradingsymbol,
                ticks.sent(),
                ticks.stored,
                ticks.sent() - ticks.matched(),
                ticks.duplicate,
                ticks.unexpected,
                ticks.different,
                ticks.disordered);
    }

    /** Each connection with its missing ticks behind the last stored one. */
    private List<AuditReport.Connection> connections() {
        Map<Integer, long[]> counts = new TreeMap<>();
        for (SentTicks ticks : instruments.values()) {
            ticks.forEach((matched, connection, place) -> {
                long[] count = counts.computeIfAbsent(connection, c -> new long[LAST_STORED + 1]);
                count[SENT]++;
                if (matched) {
                    count[STORED]++;
                    count[LAST_STORED] = Math.max(count[LAST_STORED], place);
                }
            });
        }
        for (SentTicks ticks : instruments.values()) {
            ticks.forEach((matched, connection, place) -> {
                long[] count = counts.get(connection);
                if (!matched && place > count[LAST_STORED]) {
                    count[TAIL]++;
                }
            });
        }
        List<AuditReport.Connection> connections = new ArrayList<>();
        counts.forEach((id, count) -> connections.add(new AuditReport.Connection(
                id, ends.getOrDefault(id, "open"), count[SENT], count[STORED], count[TAIL])));
        return List.copyOf(connections);
    }

    private boolean isWhole(AuditReport.Line total) {
        return rowsInStream >= total.stored();
    }

    /** A stream that was trimmed or emptied holds if all that it has is stored: the rest is the store's alone. */
    private boolean streamHolds(StreamCount stream, AuditReport.Line total) {
        return stream.length() == (isWhole(total) ? total.sent() : rowsInStream);
    }

    private String saidOf(StreamCount stream, AuditReport.Line total) {
        String added = stream.added() < 0 ? "" : ", " + stream.added() + " ever added";
        if (isWhole(total)) {
            return stream.length() + " entries of " + total.sent() + " ticks sent" + added;
        }
        if (stream.length() == 0) {
            return "empty or not there: the store alone is judged";
        }
        return stream.length() + " entries, trimmed or begun anew before its first one; " + rowsInStream
                + " rows are from there on" + added;
    }
}
