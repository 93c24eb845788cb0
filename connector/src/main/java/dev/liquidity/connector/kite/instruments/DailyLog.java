package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.market.Ist;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a fault once a day, though each look at the dump finds it again. Thread-safe. */
final class DailyLog {
    private static final Logger LOG = LoggerFactory.getLogger(DailyLog.class);

    private final InstantSource clock;
    private final Set<String> said = new HashSet<>();
    private LocalDate day;

    DailyLog(InstantSource clock) {
        this.clock = clock;
    }

    /** @param values the first is what the fault is of, the others may change */
    void warn(String line, Object... values) {
        if (isNew(line + values[0])) {
            LOG.warn(line, values);
        }
    }

    /** @param fault what is the same as long as the fault is */
    void error(String fault, String line) {
        if (isNew(fault)) {
            LOG.error(line);
        }
    }

    private synchronized boolean isNew(String fault) {
        LocalDate today = Ist.date(clock.instant());
        if (!today.equals(day)) {
            day = today;
            said.clear();
        }
        return said.add(fault);
    }
}
