package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.liquidity.Sum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the sums of minutes add up where several databases have ticks of a date. Each has paired the ticks that it was
 * given; the columns {@link Sum#OF_PAIRS} need each tick of an instrument paired with the one before it, whoever stored
 * that. So a further part of {@code liquidity_1m} holds what the other parts' sums lack, which may be below 0, and
 * nothing in all other columns. Not thread-safe: used by the main thread only.
 */
record PairSums(Duck duck, ArchiveFolder folder, Path scratch) {
    private static final Logger LOG = LoggerFactory.getLogger(PairSums.class);

    /** In the part's name, in place of a database. */
    private static final String SOURCE = "pairs";

    private static final String TABLE = "scratch.pairs";

    /** What differs by less is the same: sums of doubles depend on their order. */
    private static final double LEAST = 1e-6;

    /** As {@link dev.liquidity.receiver.liquidity.Observation#addPair} adds them up. */
    private static final String SUMS = """
            INSERT INTO scratch.pairs
            WITH times AS (
              SELECT id, tradingsymbol, received_at, volume_traded, oi,
                coalesce(epoch_us(received_at), if(id >> 21 >= 946684800000, (id >> 21) * 1000, NULL)) AS arrival,
                make_timestamp(epoch_us(exchange_timestamp) + 19800000000) AS exchange_time,
                if(exchange_time::DATE = DATE '%2$s', exchange_time, make_timestamp(arrival + 19800000000)) AS time,
                if(bid_price_0 > 0 AND bid_quantity_0 > 0 AND ask_quantity_0 > 0 AND ask_price_0 >= bid_price_0,
                  ask_price_0 - bid_price_0, NULL) AS spread,
                20000 * spread / (ask_price_0 + bid_price_0) AS spread_bps
              FROM %1$s),
            pairs AS (
              SELECT tradingsymbol, arrival, time, spread, spread_bps,
                lead(arrival) OVER of_symbol AS next_arrival,
                coalesce(arrival - lag(arrival) OVER of_symbol > 60000000, false) AS is_late,
                greatest(0, volume_traded - lag(volume_traded) OVER of_symbol) AS traded,
                oi - lag(oi) OVER of_symbol AS oi_change
              FROM times WINDOW of_symbol AS (PARTITION BY tradingsymbol ORDER BY id, received_at)),
            stood AS (
              SELECT *, (least(next_arrival, arrival + 60000000, begun + 60000000) - greatest(arrival, begun)) / 1e6
                AS seconds
              FROM (SELECT *, (arrival // 60000000 + unnest([0, 1])) * 60000000 AS begun FROM pairs
                    WHERE spread IS NOT NULL AND next_arrival IS NOT NULL)),
            sums AS (
              SELECT tradingsymbol, make_timestamp(begun + 19800000000) AS time, seconds, seconds * spread,
                seconds * spread_bps, 0, 0, 0
              FROM stood WHERE seconds > 0
              UNION ALL
              SELECT tradingsymbol, time, 0, 0, 0, if(is_late, 0, traded), if(is_late, traded, 0), oi_change
              FROM pairs WHERE traded > 0 OR oi_change <> 0)
            SELECT tradingsymbol, strftime(time, '%%H:%%M') AS minute, sum(COLUMNS(* EXCLUDE (tradingsymbol, time)))
            FROM sums GROUP BY tradingsymbol, minute""";

    /** Completes the dates that lack it, or whose parts have changed since. */
    void complete() throws SQLException, IOException {
        for (LocalDate date : folder.dates().keySet()) {
            List<Path> ticks = folder.parts(ArchiveTable.TICKS, date);
            if (ticks.stream().map(ArchiveFolder::source).distinct().count() > 1) {
                complete(date, ticks);
            }
        }
    }

    private void complete(LocalDate date, List<Path> ticks) throws SQLException, IOException {
        List<Path> minutes = folder.allParts(ArchiveTable.MINUTES, date);
        List<Path> old = minutes.stream()
                .filter(part -> ArchiveFolder.source(part).equals(SOURCE))
                .toList();
        List<Path> summed = minutes.stream().filter(part -> !old.contains(part)).toList();
        // Whatever changes the sums adds ticks, too.
        int state = ticks.stream()
                .map(file -> file.getFileName().toString())
                .toList()
                .hashCode();
        Path part = folder.of(ArchiveTable.MINUTES, date)
                .resolve("part-" + Integer.toUnsignedString(state) + "-" + SOURCE + ".parquet");
        if (old.equals(List.of(part)) || summed.isEmpty()) {
            return;
        }
        duck.run("CREATE OR REPLACE TABLE " + TABLE + " AS SELECT tradingsymbol, minute, " + ofPairs("%1$s") + " FROM "
                + Comparison.parquet(summed) + " LIMIT 0");
        for (Path underlying : ticks.stream().map(Path::getParent).collect(Collectors.toSet())) {
            List<Path> parts =
                    ticks.stream().filter(each -> each.startsWith(underlying)).toList();
            duck.run(SUMS.formatted(Comparison.parquet(parts), date));
        }
        duck.run("INSERT INTO " + TABLE + " SELECT tradingsymbol, minute, " + ofPairs("-%1$s") + " FROM "
                + Comparison.parquet(summed));
        Path written = scratch.resolve("pairs.parquet");
        duck.copy(
                "SELECT " + ArchiveTable.MINUTES.list(PairSums::lacking) + " FROM " + TABLE + " GROUP BY ALL HAVING "
                        + ofPairs("abs(sum(%1$s)) > " + LEAST).replace(", ", " OR "),
                ArchiveTable.MINUTES.order(),
                written,
                ", KV_METADATA " + ArchiveTable.MINUTES.metadata());
        for (Path before : old) {
            Files.delete(before);
        }
        ArchiveFolder.place(written, part);
        LOG.info("{}: added what the minutes of several databases lack", date);
    }

    private static String ofPairs(String expression) {
        return Sum.OF_PAIRS.stream()
                .map(sum -> expression.formatted(sum.column()))
                .collect(Collectors.joining(", "));
    }

    private static String lacking(Column column) {
        String name = column.name();
        if (Sum.KEY.contains(name)) {
            return name;
        }
        Sum sum = Sum.of(name);
        return (Sum.OF_PAIRS.contains(sum) ? "sum(" + name + ")" : "0") + "::" + sum.type() + " AS " + name;
    }
}
