package dev.liquidity.sandbox.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads a dump of the server's form, plain or gzipped, with or without quotes, with {@code 65} or {@code 65.0} for a
 * number.
 */
public final class DumpFile {
    private static final int COLUMNS = 12;

    private DumpFile() {}

    /**
     * The rows of a file.
     *
     * @throws IOException when it can't be read, or names the line that is no row of a dump
     */
    public static List<Listing> read(Path file) throws IOException {
        List<Listing> listings = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            if (!Listing.HEADER.equals(header)) {
                throw new IOException(file + " does not begin with the columns of an instrument dump");
            }
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    listings.add(row(file, number, line));
                }
            }
        }
        return listings;
    }

    private static Listing row(Path file, int number, String line) throws IOException {
        List<String> cells = cells(line);
        if (cells.size() != COLUMNS) {
            throw new IOException(file + ":" + number + ": " + cells.size() + " columns instead of " + COLUMNS);
        }
        try {
            return new Listing(
                    Long.parseLong(cells.get(0)),
                    cells.get(2),
                    cells.get(3),
                    cells.get(5).isEmpty() ? null : LocalDate.parse(cells.get(5)),
                    number(cells.get(6)),
                    number(cells.get(7)),
                    (int) number(cells.get(8)),
                    cells.get(9),
                    cells.get(10),
                    cells.get(11),
                    line);
        } catch (RuntimeException e) {
            throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static double number(String cell) {
        return cell.isEmpty() ? 0 : Double.parseDouble(cell);
    }

    static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(COLUMNS);
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
