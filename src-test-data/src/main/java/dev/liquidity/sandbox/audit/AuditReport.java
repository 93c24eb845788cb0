package dev.liquidity.sandbox.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The result of an audit.
 *
 * @param instruments one line for each that was sent or stored, the most sent first
 * @param total their sum
 * @param connections of the exchange's sockets, in order
 * @param stream how the stream's count compares; empty if it was left out
 * @param streamHolds whether it agrees, or was left out
 * @param examples the first differences, each with token, number and fields
 */
public record AuditReport(
        List<Line> instruments,
        Line total,
        List<Connection> connections,
        String stream,
        boolean streamHolds,
        List<String> examples) {

    /**
     * The counts of an instrument or of all.
     *
     * @param sent ticks that the exchange wrote whole to a socket
     * @param stored rows
     * @param missing ticks without a row
     * @param duplicate rows of a tick that has one already
     * @param unexpected rows of no tick
     * @param different rows whose values are not those that were sent
     * @param disordered rows before one that was sent earlier
     */
    public record Line(
            String tradingsymbol,
            long sent,
            long stored,
            long missing,
            long duplicate,
            long unexpected,
            long different,
            long disordered) {
        boolean holds() {
            return missing == 0 && duplicate == 0 && unexpected == 0 && different == 0 && disordered == 0;
        }
    }

    /**
     * A connection. Its unread tail, the missing ticks behind the last stored one, bounds what was written to the
     * socket and never read before it ended. They count as missing nevertheless.
     *
     * @param end why it ended, or {@code open}
     * @param sent ticks
     * @param stored of those
     * @param unreadTail missing ones behind the last stored one
     */
    public record Connection(int id, String end, long sent, long stored, long unreadTail) {}

    /** Missing ticks at the very end of a connection: written to the socket, and perhaps never read. */
    public long unreadTail() {
        return connections.stream().mapToLong(Connection::unreadTail).sum();
    }

    /** True if every tick is stored once, as it was sent, and in order, and there was at least one. */
    public boolean holds() {
        return total.sent() > 0 && total.holds() && streamHolds;
    }

    /**
     * The report as a table.
     *
     * @param top lines; instruments with a fault come first, then those with the most ticks
     */
    public String text(int top) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-28s %10s %10s %9s %9s %10s %9s %10s%n",
                "instrument",
                "sent",
                "stored",
                "missing",
                "duplicate",
                "unexpected",
                "different",
                "disordered"));
        Comparator<Line> faultyFirst = Comparator.comparing(Line::holds);
        instruments.stream()
                .sorted(faultyFirst.thenComparing(
                        Comparator.comparingLong(Line::sent).reversed()))
                .limit(top)
                .forEach(line -> append(text, line));
        if (instruments.size() > top) {
            text.append("… and ").append(instruments.size() - top).append(" more\n");
        }
        append(text, total);
        for (String example : examples) {
            text.append("different: ").append(example).append('\n');
        }
        for (Connection connection : connections) {
            if (connection.unreadTail() > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "of the missing, at the end of socket %d (%s), perhaps never read: %,d of its %,d ticks%n",
                        connection.id(),
                        connection.end(),
                        connection.unreadTail(),
                        connection.sent()));
            }
        }
        if (!stream.isEmpty()) {
            text.append("stream: ").append(stream).append('\n');
        }
        String verdict = total.sent() == 0
                ? "the exchange sent nothing"
                : total.holds() ? "the stream is not what is stored" : "the store is not what was sent";
        text.append(holds() ? "the audit holds" : "the audit does NOT hold: " + verdict)
                .append('\n');
        return text.toString();
    }

    private static void append(StringBuilder text, Line line) {
        text.append(String.format(
                Locale.ROOT,
                "%-28s %,10d %,10d %,9d %,9d %,10d %,9d %,10d%n",
                line.tradingsymbol(),
                line.sent(),
                line.stored(),
                line.missing(),
                line.duplicate(),
                line.unexpected(),
                line.different(),
                line.disordered()));
    }
}
