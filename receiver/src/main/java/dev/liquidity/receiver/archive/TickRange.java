package dev.liquidity.receiver.archive;

import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Ticks of one date in the database. Immutable.
 *
 * @param first the lowest ID; none are meant if it is above {@code last}
 * @param last the highest
 */
record TickRange(LocalDate date, long first, long last) {
    static TickRange none(LocalDate date) {
        return new TickRange(date, 0, -1);
    }

    boolean isEmpty() {
        return first > last;
    }

    /** The call that reads them. */
    String call(Path database) {
        return SqliteRows.call(database, "ticks", "trade_date = '" + date + "'", first, last);
    }
}
