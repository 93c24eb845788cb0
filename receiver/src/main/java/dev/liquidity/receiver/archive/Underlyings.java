package dev.liquidity.receiver.archive;

import dev.liquidity.common.market.Index;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Names the underlying of each tick. */
final class Underlyings {
    private Underlyings() {}

    /**
     * Ticks of SQLite with a column {@code underlying}: the name of the derivatives on the same underlying, so that a
     * spot is with them. Of a tick that the day's instruments lack, it is what its symbol begins with.
     */
    static String with(Path database, String ticks) {
        String instruments = SqliteRows.call(database, "instruments", "true");
        return """
                (SELECT t.*,
                   CASE coalesce(i.name, t.tradingsymbol)
                     %s
                     ELSE coalesce(i.name, nullif(regexp_extract(t.tradingsymbol, '^[^0-9]+'), ''), t.tradingsymbol)
                   END AS underlying
                 FROM %s t LEFT JOIN (SELECT trade_date, instrument_token, name FROM %s) i
                   USING (trade_date, instrument_token))""".formatted(indices(), ticks, instruments);
    }

    /** The cases of indices, whose spots have other names than their derivatives. */
    static String indices() {
        return Index.ALL.stream()
                .map(index -> "WHEN " + Duck.text(index.spot()) + " THEN " + Duck.text(index.symbol()))
                .collect(Collectors.joining(" "));
    }
}
