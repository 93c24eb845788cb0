package dev.liquidity.receiver.store;

import dev.liquidity.common.tick.Tick;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Binds a tick's integers and prices to columns: {@link Tick#ABSENT} as NULL, a price as the nearest double. */
final class Columns {
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = new double[19];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Columns() {}

    static void number(PreparedStatement row, int column, long value) throws SQLException {
        if (value == Tick.ABSENT) {
            row.setNull(column, Types.INTEGER);
        } else if (value == (int) value) {
            // The driver makes an object of it: a small one of most numbers.
            row.setInt(column, (int) value);
        } else {
            row.setLong(column, value);
        }
    }

    static void price(PreparedStatement row, int column, long unscaled, int decimals) throws SQLException {
        if (unscaled == Tick.ABSENT) {
            row.setNull(column, Types.REAL);
        } else {
            row.setDouble(column, real(unscaled, decimals));
        }
    }

    /** The double nearest to a scaled integer, which prints as the same decimal. */
    static double real(long unscaled, int decimals) {
        // Both operands are exact then, and IEEE 754 rounds their quotient correctly.
        if (unscaled > -EXACT && unscaled < EXACT) {
            return unscaled / POWERS[decimals];
        }
        return BigDecimal.valueOf(unscaled, decimals).doubleValue();
    }
}
