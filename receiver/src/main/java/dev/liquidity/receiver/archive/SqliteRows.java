package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.store.ReadOnly;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * The table function {@code sqlite_rows(file, table, condition, first, last)}: the rows of a table of an SQLite file
 * that satisfy a condition and, unless {@code last} is negative, have an {@code id} from {@code first} to {@code last}.
 * It reads the columns that the query uses, by several threads, and sees what is committed when they begin.
 * Thread-safe.
 */
final class SqliteRows implements DuckDBTableFunction<SqliteRows.Table, SqliteRows.Scan, SqliteRows.Reader> {
    /** At the end of a condition: the rows' sums. A text outside of the group is all of them, each after its ticks. */
    static final String GROUP_BY = " GROUP BY trade_date, ";

    /** So many that no thread waits long for the last ones. */
    private static final int RANGES = 32;

    /** Whether somebody watches: it then shows how far it is, which DuckDB's own bar does not. */
    static final boolean IS_WATCHED = System.console() != null && System.getenv("TERM") != null;

    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    /** What a query reads. */
    record Table(
            Path file,
            String name,
            String condition,
            long first,
            long last,
            List<String> columns,
            List<DuckDBColumnType> types) {
        String expression(int column) {
            String name = columns.get(column);
            int group = condition.lastIndexOf(GROUP_BY);
            return group < 0 || condition.substring(group).contains(name)
                    ? name
                    : types.get(column) == DuckDBColumnType.VARCHAR
                            ? "group_concat(ticks || ' ' || " + name + ")"
                            : "sum(" + name + ")";
        }
    }

    /** One reading of it, by several threads. */
    record Scan(int[] columns, AtomicInteger nextRange) {}

    /** One thread's part of it. */
    static final class Reader {
        private PreparedStatement statement;
        private ResultSet rows;
    }

    void register(Connection connection) throws SQLException {
        try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName("sqlite_rows")
                    .withParameters(String.class, String.class, String.class, Long.class, Long.class)
                    .withProjectionPushdown()
                    .withFunction(this)
                    .register(connection);
        }
    }

    /** The call of it, for a query. */
    static String call(Path file, String table, String condition, long first, long last) {
        return "sqlite_rows(%s, %s, %s, %d, %d)"
                .formatted(Duck.text(file.toString()), Duck.text(table), Duck.text(condition), first, last);
    }

    /** The call for a table without an {@code id}. */
    static String call(Path file, String table, String condition) {
        return call(file, table, condition, 0, -1);
    }

    /** Closes the files after a query. */
    void release() throws SQLException {
        for (Connection connection = connections.poll(); connection != null; connection = connections.poll()) {
            connection.close();
        }
    }

    @Override
    public Table bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        Path file = Path.of(info.getParameter(0).getString());
        String name = info.getParameter(1).getString();
        List<String> columns = new ArrayList<>();
        List<DuckDBColumnType> types = new ArrayList<>();
        for (Object[] column : ReadOnly.rows(file, "SELECT name, type FROM pragma_table_info('" + name + "')")) {
            columns.add((String) column[0]);
            types.add(
                    switch ((String) column[1]) {
                        case "INTEGER" -> DuckDBColumnType.BIGINT;
                        case "REAL" -> DuckDBColumnType.DOUBLE;
                        default -> DuckDBColumnType.VARCHAR;
                    });
            info.addResultColumn(columns.get(columns.size() - 1), types.get(types.size() - 1));
        }
        return new Table(
                file,
                name,
                info.getParameter(2).getString(),
                info.getParameter(3).getLong(),
                info.getParameter(4).getLong(),
                columns,
                types);
    }

    @Override
    public Scan init(DuckDBTableFunctionInitInfo info) {
        Table table = info.getBindData();
        int[] columns = IntStream.range(0, (int) info.getColumnCount())
                .map(i -> (int) info.getColumnIndex(i))
                .toArray();
        info.setMaxThreads(table.last < 0 ? 1 : RANGES);
        return new Scan(columns, new AtomicInteger());
    }

    @Override
    public Reader localInit(DuckDBTableFunctionInitInfo info) {
        return new Reader();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) throws SQLException {
        Table table = call.getBindData();
        Scan scan = call.getInitData();
        Reader reader = call.getLocalInitData();
        DuckDBWritableVector[] vectors = new DuckDBWritableVector[scan.columns.length];
        DuckDBColumnType[] types = new DuckDBColumnType[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = out.vector(i);
            types[i] = type(table, scan.columns[i]);
        }
        long capacity = out.capacity();
        int row = 0;
        while (row < capacity) {
            if (reader.rows == null && !open(table, scan, reader)) {
                break;
            }
            if (reader.rows.next()) {
                copy(reader.rows, vectors, types, row++);
            } else {
                reader.rows.close();
                reader.rows = null;
            }
        }
        return row;
    }

    /** Begins the next range; returns false if there is none. */
    private boolean open(Table table, Scan scan, Reader reader) throws SQLException {
        int range = scan.nextRange.getAndIncrement();
        int ranges = table.last < 0 ? 1 : RANGES;
        if (IS_WATCHED && ranges > 1 && range <= ranges) {
            System.err.print(range == ranges ? "\r         \r" : "\rread " + 100 * range / ranges + " %");
        }
        if (range >= ranges) {
            return false;
        }
        if (reader.statement == null) {
            Connection connection = ReadOnly.open(table.file);
            connections.add(connection);
            reader.statement = connection.prepareStatement(sql(table, scan));
        }
        if (table.last >= 0) {
            long width = (table.last - table.first) / ranges + 1;
            reader.statement.setLong(1, table.first + range * width);
            reader.statement.setLong(2, Math.min(table.last, table.first + (range + 1) * width - 1));
        }
        reader.rows = reader.statement.executeQuery();
        return true;
    }

    private static String sql(Table table, Scan scan) {
        // DuckDB asks for no column, or one past the last, when it only counts.
        String columns = IntStream.of(scan.columns)
                .mapToObj(column -> column < table.columns.size() ? table.expression(column) + ", " : "0, ")
                .collect(Collectors.joining());
        return "SELECT " + columns + "0 FROM " + table.name + " WHERE "
                + (table.last < 0 ? "" : "id BETWEEN ? AND ? AND ") + table.condition;
    }

    private static DuckDBColumnType type(Table table, int column) {
        return column < table.types.size() ? table.types.get(column) : DuckDBColumnType.BIGINT;
    }

    private static void copy(ResultSet rows, DuckDBWritableVector[] vectors, DuckDBColumnType[] types, int row)
            throws SQLException {
        for (int i = 0; i < vectors.length; i++) {
            boolean isZero = false;
            switch (types[i]) {
                case BIGINT -> {
                    long value = rows.getLong(i + 1);
                    vectors[i].setLong(row, value);
                    isZero = value == 0;
                }
                case DOUBLE -> {
                    double value = rows.getDouble(i + 1);
                    vectors[i].setDouble(row, value);
                    isZero = value == 0;
                }
                default -> vectors[i].setString(row, rows.getString(i + 1));
            }
            if (isZero && rows.wasNull()) {
                vectors[i].setNull(row);
            }
        }
    }
}
