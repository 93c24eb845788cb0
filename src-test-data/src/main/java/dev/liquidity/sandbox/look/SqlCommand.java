package dev.liquidity.sandbox.look;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.sqlite.SQLiteConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs one query on a SQLite file, without a right to write, and prints the rows as sqlite3 does; exit code 1 when it
 * fails.
 */
@Command(
        name = "sql",
        description = "Runs one query on a SQLite file and prints the rows as sqlite3 does.",
        mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {
    private static final int BUSY_MILLIS = 5_000;

    @Option(names = "-header", description = "Names the columns.")
    private boolean header;

    @Option(names = "-column", description = "Aligns the columns.")
    private boolean column;

    @Parameters(index = "0", paramLabel = "DB", description = "The file.")
    private Path database;

    @Parameters(index = "1", paramLabel = "QUERY", description = "For example: SELECT count(*) FROM ticks")
    private String query;

    @Override
    public Integer call() throws SQLException, IOException {
        if (!Files.isRegularFile(database)) {
            throw new NoSuchFileException("there is no file " + database);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            System.out.print(SqlText.read(rows).print(header, column));
            return 0;
        }
    }
}
