package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A guess at the ticks a second of each instrument of a chain, good enough to share the load out: 1 to 2 of what is busy (the spot, the
 * front future, the strikes around it), less with each expiry further out, next to none far from the money.
 */
final class ExpectedLoad {
    private static final double BUSY = 2.0;
    private static final double IDLE = 0.02;
    /** Distance from the money, as a share of it, within which the front expiry's strikes are busy. */
    private static final double FRONT_WIDTH = 0.02;

    private final List<LocalDate> expiries;
    private final double money;

    ExpectedLoad(Chain chain) {
        TreeSet<LocalDate> dates = new TreeSet<>();
        chain.derivatives().forEach(row -> dates.add(row.expiry()));
        expiries = List.copyOf(dates);
        money = chain.spotPrice() != null ? chain.spotPrice().doubleValue() : middleStrike(chain);
    }

    /** Ticks a second. */
    double ticksPerSecond(Instrument instrument) {
        if (instrument.expiry() == null) {
            return BUSY;
        }
        int rank = expiries.indexOf(instrument.expiry());
        double busy = BUSY / (1 + rank);
        if (instrument.instrumentType().equals("FUT")) {
            return busy;
        }
        double strike = instrument.strike().doubleValue();
        if (strike <= 0 || money <= 0) {
            return IDLE;
        }
        // StrictMath: the same shards on every machine.
        double distance = StrictMath.log(strike / money) / (FRONT_WIDTH * StrictMath.sqrt(1.0 + rank));
        return IDLE + busy * StrictMath.exp(-distance * distance / 2);
    }

    /** Without a price: exchanges list strikes on both sides of it, so the front expiry's middle one is near. Zero without options. */
    private double middleStrike(Chain chain) {
        List<BigDecimal> strikes = new ArrayList<>();
        for (Instrument row : chain.derivatives()) {
            if (row.strike().signum() > 0 && row.expiry().equals(expiries.get(0))) {
                strikes.add(row.strike());
            }
        }
        strikes.sort(null);
        return strikes.isEmpty() ? 0 : strikes.get(strikes.size() / 2).doubleValue();
    }
}
