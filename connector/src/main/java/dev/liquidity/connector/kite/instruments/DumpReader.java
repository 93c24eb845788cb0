package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.rest.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a dump's rows one by one, columns by their header names. A row that can't be read is counted and passed over; what is no dump at
 * all is refused.
 */
final class DumpReader {
    private final Consumer<Instrument> rows;
    private int read;
    private int rejected;
    private String firstReject;

    DumpReader(Consumer<Instrument> rows) {
        this.rows = rows;
    }

    /** Rows that were passed on. */
    int read() {
        return read;
    }

    /** Rows that could not be read. */
    int rejected() {
        return rejected;
    }

    /** Which row was the first that could not be read, and why; null when there is none. */
    String firstReject() {
        return firstReject;
    }

    /**
     * Reads to the end.
     *
     * @throws RefusedException when it is a page, or lacks a column
     */
    void read(InputStream csv) throws IOException {
        DumpLines lines = new DumpLines(csv);
        DumpColumns columns = header(lines.next());
        int number = 1;
        for (String line = lines.next(); line != null; line = lines.next()) {
            number++;
            if (!line.isBlank()) {
                row(columns, line, number);
            }
        }
    }

    private static DumpColumns header(String line) throws RefusedException {
        String header = line == null ? "" : line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (header.isBlank()) {
            throw new RefusedException(200, "", "an empty answer instead of a CSV dump");
        }
        if (header.stripLeading().startsWith("<") || header.stripLeading().startsWith("{")) {
            throw new RefusedException(200, "", "a page instead of a CSV dump");
        }
        List<String> names = CsvLine.split(header);
        try {
            return DumpColumns.of(names == null ? List.of() : names);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(200, "", "a CSV dump with " + e.getMessage());
        }
    }

    private void row(DumpColumns columns, String line, int number) {
        Instrument instrument;
        try {
            List<String> fields = CsvLine.split(line);
            if (fields == null) {
                throw new IllegalArgumentException("quotes");
            }
            instrument = columns.row(fields);
        } catch (IllegalArgumentException e) {
            rejected++;
            if (firstReject == null) {
                firstReject = "line " + number + ", " + e.getMessage();
            }
            return;
        }
        read++;
        rows.accept(instrument);
    }
}
