package dev.liquidity.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints an option chain out of the store, its holes, and what it takes on disk. */
@Command(
        name = "chain",
        description = "Prints the option chain nearest to the spot out of a store, its holes and its size on disk.",
        mixinStandardHelpOptions = true)
public final class ChainCommand implements Callable<Integer> {
    private static final int HOLES_SHOWN = 5;

    @Option(names = "--db", required = true, description = "The receiver's SQLite file.")
    private Path db;

    @Option(names = "--journal", description = "The connector's journal, for its size.")
    private Path journal;

    @Option(names = "--symbol", defaultValue = "NIFTY", description = "The underlying; default: NIFTY.")
    private String symbol;

    @Option(names = "--strikes", defaultValue = "5", description = "How many; default: 5.")
    private int strikes;

    @Override
    public Integer call() throws SQLException, IOException {
        if (!Files.isRegularFile(db)) {
            throw new NoSuchFileException("there is no file " + db);
        }
        try (StoreReader store = new StoreReader(db)) {
            Chain chain = Chain.read(store, symbol, strikes);
            if (chain != null) {
                System.out.println(chain.text());
            }
            long ticks = store.ticks();
            System.out.printf(Locale.ROOT, "stored   %,d ticks of %,d instruments%n", ticks, store.symbols());
            System.out.println("holes    " + holes(store.holes()));
            System.out.println("disk     " + disk(ticks));
        }
        return 0;
    }

    private static String holes(List<String> holes) {
        if (holes.isEmpty()) {
            return "none";
        }
        String more = holes.size() > HOLES_SHOWN ? "; and " + (holes.size() - HOLES_SHOWN) + " more" : "";
        return holes.size() + ": " + String.join("; ", holes.subList(0, Math.min(HOLES_SHOWN, holes.size()))) + more;
    }

    private String disk(long ticks) throws IOException {
        long bytes = Files.size(db) + size(db.resolveSibling(db.getFileName() + "-wal"));
        String each = ticks == 0 ? "" : String.format(Locale.ROOT, " (%,d bytes a tick)", bytes / ticks);
        String text = megabytes(bytes) + " in " + db.getFileName() + each;
        if (journal == null) {
            return text;
        }
        long journaled = 0;
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                journaled += Files.size(file);
            }
        }
        return text + ", " + megabytes(journaled) + " in the journal";
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
