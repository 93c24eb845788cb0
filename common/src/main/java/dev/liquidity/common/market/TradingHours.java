package dev.liquidity.common.market;

import java.time.LocalTime;

/**
 * From when to when the exchange trades on a day, in India's time. Immutable.
 *
 * @param to after {@code from}; trading ends just before it
 */
public record TradingHours(LocalTime from, LocalTime to) {
    public TradingHours {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(from + " is not before " + to);
        }
    }

    boolean include(LocalTime time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
