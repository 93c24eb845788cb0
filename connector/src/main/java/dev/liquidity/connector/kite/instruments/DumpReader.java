package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.TransientException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a dump row by row, its columns by the names in the header. A row that can't be read is counted and skipped;
 * what is not a dump at all may be one later. Not thread-safe.
 */
final class DumpReader {
    /** In characters. A row has about 100; a page can have 64 KB on one line, and its beginning tells what it is. */
    private static final int LONGEST_LINE = 64 << 10;

    /** In characters; all exchanges together have about 8 million. */
    private static final long LONGEST_DUMP = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DumpReader.class);
    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

    private final Consumer<Instrument> rows;
    private long toldNanos = System.nanoTime();
    private long characters;
    private int read;
    private int rejected;
    private String firstReject;

    DumpReader(Consumer<Instrument> rows) {
        this.rows = rows;
    }

    /** Rows passed on. */
    int read() {
        return read;
    }

    /** Rows that could not be read. */
    int rejected() {
        return rejected;
    }

    /** The first row that could not be read, and why; null if there is none. */
    String firstReject() {
        return firstReject;
    }

    /**
     * Reads to the end.
     *
     * @throws TransientException if it is a page, or lacks a column
     * @throws RefusedException if it is longer than any dump
     */
    void read(InputStream csv) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8));
        DumpColumns columns = header(next(lines));
        int number = 1;
        for (String line = next(lines); line != null; line = next(lines)) {
            number++;
            if (!line.isBlank()) {
                row(columns, line, number);
            }
        }
    }

    /**
     * The next line without its end and blanks before it; null after the last. Unlike {@link BufferedReader#readLine}
     * it is bounded.
     */
    private String next(BufferedReader lines) throws IOException {
        int next = lines.read();
        if (next < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder(256);
        while (next >= 0 && next != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new TransientException("a line of more than " + (LONGEST_LINE >> 10) + " KB, which no dump has");
            }
            line.append((char) next);
            next = lines.read();
        }
        characters += line.length();
        if (characters > LONGEST_DUMP) {
            throw new RefusedException("more than " + (LONGEST_DUMP >> 20) + " MB, which no dump has");
        }
        return line.toString().stripTrailing();
    }

    private static DumpColumns header(String line) throws TransientException {
        String header = line == null ? "" : line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (header.isBlank()) {
            throw new TransientException("an empty answer instead of a CSV dump");
        }
        if (header.stripLeading().startsWith("<") || header.stripLeading().startsWith("{")) {
            throw new TransientException(
                    (header.stripLeading().startsWith("<") ? "a page" : "JSON") + " instead of a CSV dump");
        }
        List<String> names = CsvLine.split(header);
        try {
            return DumpColumns.of(names == null ? List.of() : names);
        } catch (IllegalArgumentException e) {
            throw new TransientException("a CSV dump with " + e.getMessage());
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
        if (System.nanoTime() - toldNanos >= PROGRESS_NANOS) {
            toldNanos = System.nanoTime();
            LOG.info("Instrument dump: {} rows so far", read);
        }
    }
}
