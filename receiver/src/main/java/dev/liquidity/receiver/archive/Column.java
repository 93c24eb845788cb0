package dev.liquidity.receiver.archive;

import java.util.Set;

/**
 * A column of an archived table. Immutable.
 *
 * @param meaning what a value is, with its unit
 */
record Column(String name, Kind kind, String meaning) {
    private static final Set<String> TEXTS = Set.of(
            "tradingsymbol", "minute", "name", "exchange", "instrument_type", "tick_mode", "reason", "side", "detail");

    /** How SQLite's value is kept in Parquet. */
    enum Kind {
        /** As it is: a 64-bit integer, a double or a text. */
        PLAIN("%1$s", "%1$s"),
        /** A date. */
        DATE("%1$s::DATE", "strftime(%1$s, '%%Y-%%m-%%d')"),
        /** An instant with whole seconds, from a local time in India. */
        SECONDS("%1$s::TIMESTAMP::TIMESTAMPTZ", "strftime(%1$s::TIMESTAMP, '%%Y-%%m-%%dT%%H:%%M:%%S')"),
        /** An instant with microseconds, from a local time in India. */
        MICROS("%1$s::TIMESTAMP::TIMESTAMPTZ", "strftime(%1$s::TIMESTAMP, '%%Y-%%m-%%dT%%H:%%M:%%S.%%f')");

        private final String toParquet;
        private final String toSqlite;

        Kind(String toParquet, String toSqlite) {
            this.toParquet = toParquet;
            this.toSqlite = toSqlite;
        }
    }

    /** The expression that makes Parquet's value of SQLite's. */
    String toParquet() {
        return kind.toParquet.formatted(name) + " AS " + name;
    }

    /** The expression that makes SQLite's value of Parquet's again. */
    String toSqlite() {
        return kind.toSqlite.formatted(name);
    }

    /** The expression that makes a query's value of Parquet's: times are India's there, as in SQLite. */
    String fromParquet() {
        // A cast would ask for the zone's offset each time, which takes ten times as long as the rest of a query.
        String indias = "make_timestamp(epoch_us(%1$s) + 19800000000) AS %1$s";
        return kind == Kind.SECONDS || kind == Kind.MICROS ? indias.formatted(name) : name;
    }

    /** The expression that makes a query's value of SQLite's. */
    String fromSqlite() {
        return switch (kind) {
            case PLAIN -> name;
            case DATE -> name + "::DATE AS " + name;
            case SECONDS, MICROS -> name + "::TIMESTAMP AS " + name;
        };
    }

    /** The column of a query without rows. */
    String absent() {
        String type = kind == Kind.DATE
                ? "DATE"
                : kind == Kind.PLAIN ? TEXTS.contains(name) ? "VARCHAR" : "BIGINT" : "TIMESTAMP";
        return "NULL::" + type + " AS " + name;
    }
}
