package dev.liquidity.common.tick;

import java.util.Objects;

/**
 * One observation of one instrument, immutable. Prices are integers scaled by ten to the power of {@link #priceDecimals()};
 * a field that the mode does not carry, or that the exchange left empty, is {@link #ABSENT}.
 *
 * <p>What it does not hold is its identity: that is the stream entry's ID ({@code StreamId}).
 */
public final class Tick {
    /** The value of a number that is not there. No price, quantity or time can be this low. */
    public static final long ABSENT = Long.MIN_VALUE;

    private final Mode mode;
    private final boolean tradable;
    private final long instrumentToken;
    private final String tradingsymbol;
    private final String name;
    private final int priceDecimals;
    private final long lastPrice;
    private final long lastTradedQuantity;
    private final long averageTradedPrice;
    private final long volumeTraded;
    private final long totalBuyQuantity;
    private final long totalSellQuantity;
    private final long open;
    private final long high;
    private final long low;
    private final long close;
    private final double changePercent;
    private final long lastTradeTimeMicros;
    private final long oi;
    private final long oiDayHigh;
    private final long oiDayLow;
    private final long exchangeTimeMicros;
    private final Depth depth;
    private final long receivedAtMicros;

    private Tick(Builder from) {
        mode = from.mode;
        tradable = from.tradable;
        instrumentToken = from.instrumentToken;
        tradingsymbol = from.tradingsymbol;
        name = from.name;
        priceDecimals = from.priceDecimals;
        lastPrice = from.lastPrice;
        lastTradedQuantity = from.lastTradedQuantity;
        averageTradedPrice = from.averageTradedPrice;
        volumeTraded = from.volumeTraded;
        totalBuyQuantity = from.totalBuyQuantity;
        totalSellQuantity = from.totalSellQuantity;
        open = from.open;
        high = from.high;
        low = from.low;
        close = from.close;
        changePercent = from.changePercent;
        lastTradeTimeMicros = from.lastTradeTimeMicros;
        oi = from.oi;
        oiDayHigh = from.oiDayHigh;
        oiDayLow = from.oiDayLow;
        exchangeTimeMicros = from.exchangeTimeMicros;
        depth = from.depth;
        receivedAtMicros = from.receivedAtMicros;
    }

    /** Null only in a foreign writer's entry that names none. */
    public Mode mode() {
        return mode;
    }

    public boolean tradable() {
        return tradable;
    }

    /** 1 to 2^32-1. */
    public long instrumentToken() {
        return instrumentToken;
    }

    /** The real name in the exchange's dump; never null. */
    public String tradingsymbol() {
        return tradingsymbol;
    }

    /** The dump's {@code name}: a derivative's underlying. Null only in a foreign writer's entry. */
    public String name() {
        return name;
    }

    /**
     * Every price of this tick, its depth included, is scaled by ten to this power: the segment's 2, 4 or 7; more, up to 18, only when a
     * foreign writer's prices have more digits.
     */
    public int priceDecimals() {
        return priceDecimals;
    }

    public long lastPrice() {
        return lastPrice;
    }

    public long lastTradedQuantity() {
        return lastTradedQuantity;
    }

    public long averageTradedPrice() {
        return averageTradedPrice;
    }

    /** The day's volume in units, up to 2^32-1. */
    public long volumeTraded() {
        return volumeTraded;
    }

    public long totalBuyQuantity() {
        return totalBuyQuantity;
    }

    public long totalSellQuantity() {
        return totalSellQuantity;
    }

    public long open() {
        return open;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** The previous day's close. */
    public long close() {
        return close;
    }

    /** Percent against {@link #close()}, 0 where that is 0, rounded to 4 decimals by our connector; NaN where absent. */
    public double changePercent() {
        return changePercent;
    }

    /** Microseconds since the epoch; the exchange gives whole seconds. */
    public long lastTradeTimeMicros() {
        return lastTradeTimeMicros;
    }

    public long oi() {
        return oi;
    }

    public long oiDayHigh() {
        return oiDayHigh;
    }

    public long oiDayLow() {
        return oiDayLow;
    }

    /** Microseconds since the epoch; the exchange gives whole seconds. */
    public long exchangeTimeMicros() {
        return exchangeTimeMicros;
    }

    /** Whether its mode tells times: a full packet, of which a time can still be empty. */
    public boolean hasTimes() {
        return mode == Mode.FULL;
    }

    /** Null where the mode has none; a level's number can be {@link #ABSENT} in a foreign writer's entry. */
    public Depth depth() {
        return depth;
    }

    /** When the socket delivered it, by the connector's clock, in microseconds since the epoch; absent in foreign entries. */
    public long receivedAtMicros() {
        return receivedAtMicros;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tick that
                && mode == that.mode
                && tradable == that.tradable
                && instrumentToken == that.instrumentToken
                && tradingsymbol.equals(that.tradingsymbol)
                && Objects.equals(name, that.name)
                && priceDecimals == that.priceDecimals
                && lastPrice == that.lastPrice
                && lastTradedQuantity == that.lastTradedQuantity
                && averageTradedPrice == that.averageTradedPrice
                && volumeTraded == that.volumeTraded
                && totalBuyQuantity == that.totalBuyQuantity
                && totalSellQuantity == that.totalSellQuantity
                && open == that.open
                && high == that.high
                && low == that.low
                && close == that.close
                && Double.compare(changePercent, that.changePercent) == 0
                && lastTradeTimeMicros == that.lastTradeTimeMicros
                && oi == that.oi
                && oiDayHigh == that.oiDayHigh
                && oiDayLow == that.oiDayLow
                && exchangeTimeMicros == that.exchangeTimeMicros
                && Objects.equals(depth, that.depth)
                && receivedAtMicros == that.receivedAtMicros;
    }

    @Override
    public int hashCode() {
        return Objects.hash(instrumentToken, lastPrice, volumeTraded, exchangeTimeMicros, receivedAtMicros);
    }

    @Override
    public String toString() {
        return "Tick[" + tradingsymbol + " " + lastPrice + "e-" + priceDecimals + " received " + receivedAtMicros + "]";
    }

    /**
     * Collects a tick's fields; all numbers start {@link #ABSENT}. One builder serves one thread for many ticks: {@link #clear()}
     * makes it new.
     */
    public static final class Builder {
        private Mode mode;
        private boolean tradable;
        private long instrumentToken;
        private String tradingsymbol;
        private String name;
        private int priceDecimals;
        private long lastPrice;
        private long lastTradedQuantity;
        private long averageTradedPrice;
        private long volumeTraded;
        private long totalBuyQuantity;
        private long totalSellQuantity;
        private long open;
        private long high;
        private long low;
        private long close;
        private double changePercent;
        private long lastTradeTimeMicros;
        private long oi;
        private long oiDayHigh;
        private long oiDayLow;
        private long exchangeTimeMicros;
        private Depth depth;
        private long receivedAtMicros;

        public Builder() {
            clear();
        }

        /** Forgets every field. */
        public Builder clear() {
            mode = null;
            tradable = false;
            instrumentToken = 0;
            tradingsymbol = null;
            name = null;
            priceDecimals = 2;
            lastPrice = ABSENT;
            lastTradedQuantity = ABSENT;
            averageTradedPrice = ABSENT;
            volumeTraded = ABSENT;
            totalBuyQuantity = ABSENT;
            totalSellQuantity = ABSENT;
            open = ABSENT;
            high = ABSENT;
            low = ABSENT;
            close = ABSENT;
            changePercent = Double.NaN;
            lastTradeTimeMicros = ABSENT;
            oi = ABSENT;
            oiDayHigh = ABSENT;
            oiDayLow = ABSENT;
            exchangeTimeMicros = ABSENT;
            depth = null;
            receivedAtMicros = ABSENT;
            return this;
        }

        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        public Builder tradable(boolean value) {
            tradable = value;
            return this;
        }

        public Builder instrumentToken(long value) {
            instrumentToken = value;
            return this;
        }

        public Builder tradingsymbol(String value) {
            tradingsymbol = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder priceDecimals(int value) {
            priceDecimals = value;
            return this;
        }

        public Builder lastPrice(long value) {
            lastPrice = value;
            return this;
        }

        public Builder lastTradedQuantity(long value) {
            lastTradedQuantity = value;
            return this;
        }

        public Builder averageTradedPrice(long value) {
            averageTradedPrice = value;
            return this;
        }

        public Builder volumeTraded(long value) {
            volumeTraded = value;
            return this;
        }

        public Builder totalBuyQuantity(long value) {
            totalBuyQuantity = value;
            return this;
        }

        public Builder totalSellQuantity(long value) {
            totalSellQuantity = value;
            return this;
        }

        public Builder open(long value) {
            open = value;
            return this;
        }

        public Builder high(long value) {
            high = value;
            return this;
        }

        public Builder low(long value) {
            low = value;
            return this;
        }

        public Builder close(long value) {
            close = value;
            return this;
        }

        public Builder changePercent(double value) {
            changePercent = value;
            return this;
        }

        public Builder lastTradeTimeMicros(long value) {
            lastTradeTimeMicros = value;
            return this;
        }

        public Builder oi(long value) {
            oi = value;
            return this;
        }

        public Builder oiDayHigh(long value) {
            oiDayHigh = value;
            return this;
        }

        public Builder oiDayLow(long value) {
            oiDayLow = value;
            return this;
        }

        public Builder exchangeTimeMicros(long value) {
            exchangeTimeMicros = value;
            return this;
        }

        public Builder depth(Depth value) {
            depth = value;
            return this;
        }

        public Builder receivedAtMicros(long value) {
            receivedAtMicros = value;
            return this;
        }

        /**
         * The tick.
         *
         * @throws IllegalStateException without a token or a tradingsymbol: a tick of nobody knows what can't exist
         */
        public Tick build() {
            if (instrumentToken <= 0 || tradingsymbol == null || tradingsymbol.isEmpty()) {
                throw new IllegalStateException("a tick without instrument_token or tradingsymbol");
            }
            return new Tick(this);
        }
    }
}
