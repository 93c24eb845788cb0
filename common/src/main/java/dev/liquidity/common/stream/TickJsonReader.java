package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Arrays;

/**
 * The reading half of {@link TickJson}: with an eye for our own entries, and with a general parser for all others.
 *
 * <p>A price becomes an integer scaled by the decimals of the token's segment. Our own entries name the token before any price; another
 * writer's may name it last, or have prices with more digits. Then the entry is read a second time with the decimals that the first
 * reading found out.
 */
final class TickJsonReader {
    private static final int USUAL_DECIMALS = 2;

    private final OwnTickReader own = new OwnTickReader();
    private final JsonFactory factory;
    private final Tick.Builder tick = new Tick.Builder();
    private final LevelBuffer buy = new LevelBuffer();
    private final LevelBuffer sell = new LevelBuffer();

    private JsonParser json;
    private String field;
    private int decimals;
    private int decimalsNeeded;
    private boolean priceSeen;
    private long token;
    private String symbol;

    TickJsonReader(JsonFactory factory) {
        this.factory = factory;
    }

    Tick read(byte[] bytes) throws MalformedEntryException {
        Tick ours = own.read(bytes);
        return ours != null ? ours : readAny(bytes);
    }

    /** Reads an entry however it is written. */
    Tick readAny(byte[] bytes) throws MalformedEntryException {
        readWith(bytes, USUAL_DECIMALS);
        if (decimalsNeeded > decimals) {
            readWith(bytes, decimalsNeeded);
        }
        if (symbol == null || symbol.isBlank()) {
            throw new MalformedEntryException("no tradingsymbol");
        }
        return tick.build();
    }

    private void readWith(byte[] bytes, int withDecimals) throws MalformedEntryException {
        decimals = withDecimals;
        decimalsNeeded = USUAL_DECIMALS;
        priceSeen = false;
        token = Tick.ABSENT;
        symbol = null;
        field = "the entry";
        tick.clear();
        try (JsonParser parser = factory.createParser(bytes)) {
            json = parser;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEntryException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field = parser.currentName();
                parser.nextToken();
                readField();
            }
            if (parser.nextToken() != null) {
                throw new MalformedEntryException("more than one JSON value");
            }
        } catch (IOException e) {
            throw new MalformedEntryException("not JSON, at " + field, e);
        } finally {
            json = null;
        }
        if (token < 1 || token > 0xffff_ffffL) {
            throw new MalformedEntryException(
                    token == Tick.ABSENT ? "no instrument_token" : "instrument_token is out of range");
        }
        decimalsNeeded = Math.max(decimalsNeeded, Segment.priceDecimals(token));
        tick.priceDecimals(decimals);
    }

    private void readField() throws IOException, MalformedEntryException {
        switch (field) {
            case "tradable" -> tick.tradable(bool());
            case "mode" -> tick.mode(mode());
            case "instrument_token" -> readToken();
            case "last_price" -> tick.lastPrice(price());
            case "last_traded_quantity" -> tick.lastTradedQuantity(integer());
            case "average_traded_price" -> tick.averageTradedPrice(price());
            case "volume_traded" -> tick.volumeTraded(integer());
            case "total_buy_quantity" -> tick.totalBuyQuantity(integer());
            case "total_sell_quantity" -> tick.totalSellQuantity(integer());
            case "ohlc" -> readOhlc();
            case "change" -> tick.changePercent(real());
            case "last_trade_time" -> tick.lastTradeTimeMicros(time());
            case "oi" -> tick.oi(integer());
            case "oi_day_high" -> tick.oiDayHigh(integer());
            case "oi_day_low" -> tick.oiDayLow(integer());
            case "exchange_timestamp" -> tick.exchangeTimeMicros(time());
            case "depth" -> readDepth();
            case "tradingsymbol" -> tick.tradingsymbol(symbol = text());
            case "name" -> tick.name(text());
            case "received_at" -> tick.receivedAtMicros(time());
            default -> json.skipChildren();
        }
    }

    private void readToken() throws IOException, MalformedEntryException {
        token = integer();
        tick.instrumentToken(token);
        if (!priceSeen) {
            decimals = Math.max(decimals, Segment.priceDecimals(token));
        }
    }

    private void readOhlc() throws IOException, MalformedEntryException {
        if (isNullOr(JsonToken.START_OBJECT)) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field = json.currentName();
            json.nextToken();
            switch (field) {
                case "open" -> tick.open(price());
                case "high" -> tick.high(price());
                case "low" -> tick.low(price());
                case "close" -> tick.close(price());
                default -> json.skipChildren();
            }
        }
    }

    private void readDepth() throws IOException, MalformedEntryException {
        if (isNullOr(JsonToken.START_OBJECT)) {
            return;
        }
        buy.size = 0;
        sell.size = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field = json.currentName();
            json.nextToken();
            switch (field) {
                case "buy" -> readLevels(buy);
                case "sell" -> readLevels(sell);
                default -> json.skipChildren();
            }
        }
        Depth.Builder depth = new Depth.Builder((buy.size + sell.size) / LevelBuffer.FIELDS);
        buy.addTo(depth, Side.BUY);
        sell.addTo(depth, Side.SELL);
        tick.depth(depth.build());
    }

    private void readLevels(LevelBuffer levels) throws IOException, MalformedEntryException {
        if (isNullOr(JsonToken.START_ARRAY)) {
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            long price = Tick.ABSENT;
            long quantity = Tick.ABSENT;
            long orders = Tick.ABSENT;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "price" -> price = price();
                    case "quantity" -> quantity = integer();
                    case "orders" -> orders = integer();
                    default -> json.skipChildren();
                }
            }
            levels.add(price, quantity, orders);
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("is not a list of levels");
        }
    }

    private boolean isNullOr(JsonToken expected) throws MalformedEntryException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        if (json.currentToken() != expected) {
            throw malformed("has a wrong type");
        }
        return false;
    }

    private boolean bool() throws MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw malformed("is neither true nor false");
        };
    }

    private Mode mode() throws IOException, MalformedEntryException {
        String label = text();
        Mode mode = label == null ? null : Mode.ofLabel(label);
        if (mode == null && label != null) {
            throw malformed("is not ltp, quote or full");
        }
        return mode;
    }

    private String text() throws IOException, MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL -> null;
            default -> throw malformed("is no text");
        };
    }

    private long time() throws IOException, MalformedEntryException {
        String text = text();
        if (text == null || text.isEmpty()) {
            return Tick.ABSENT;
        }
        try {
            long micros = Ist.parseMicros(text);
            // The exchange's "no time", as a client prints it that takes 0 for 1970.
            return micros == 0 ? Tick.ABSENT : micros;
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed("is no time");
        }
    }

    private double real() throws IOException, MalformedEntryException {
        if (isEmptyNumber()) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(json.getText());
            if (Double.isInfinite(value)) {
                throw malformed("is out of range");
            }
            return value;
        } catch (NumberFormatException e) {
            throw malformed("is no number");
        }
    }

    private long integer() throws IOException, MalformedEntryException {
        return scaled(0, false);
    }

    private long price() throws IOException, MalformedEntryException {
        priceSeen = true;
        return scaled(decimals, true);
    }

    private long scaled(int withDecimals, boolean isPrice) throws IOException, MalformedEntryException {
        if (isEmptyNumber()) {
            return Tick.ABSENT;
        }
        char[] text = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        long value = Decimal.parsePlain(text, offset, length, withDecimals);
        return value != Tick.ABSENT ? value : scaledExactly(text, offset, length, withDecimals, isPrice);
    }

    private long scaledExactly(char[] text, int offset, int length, int withDecimals, boolean isPrice)
            throws MalformedEntryException {
        try {
            BigDecimal value = Decimal.parse(text, offset, length).stripTrailingZeros();
            if (isPrice && value.scale() > withDecimals && value.scale() <= Decimal.MAX_DECIMALS) {
                decimalsNeeded = Math.max(decimalsNeeded, value.scale());
                return 0;
            }
            long unscaled = value.setScale(withDecimals).unscaledValue().longValueExact();
            if (unscaled == Tick.ABSENT) {
                throw malformed("is out of range");
            }
            return unscaled;
        } catch (NumberFormatException e) {
            if (isNaN(text, offset, length)) {
                return Tick.ABSENT;
            }
            throw malformed("is no number");
        } catch (ArithmeticException e) {
            throw malformed(isPrice ? "has more digits than fit" : "is no whole number within 64 bits");
        }
    }

    /** Whether the value is null or an empty text, which both mean that there is none; complains of what can't be a number. */
    private boolean isEmptyNumber() throws IOException, MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> false;
            case VALUE_NULL -> true;
            case VALUE_STRING -> json.getTextLength() == 0;
            default -> throw malformed("is no number");
        };
    }

    /** What Python prints for a number that is none. */
    private static boolean isNaN(char[] text, int offset, int length) {
        return length == 3 && text[offset] == 'N' && text[offset + 1] == 'a' && text[offset + 2] == 'N';
    }

    private MalformedEntryException malformed(String what) {
        return new MalformedEntryException(field + " " + what);
    }

    /** Levels of one side until both sides are known. */
    private static final class LevelBuffer {
        static final int FIELDS = 3;

        private long[] values = new long[20 * FIELDS];
        private int size;

        void add(long price, long quantity, long orders) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = price;
            values[size++] = quantity;
            values[size++] = orders;
        }

        void addTo(Depth.Builder depth, Side side) {
            for (int i = 0; i < size; i += FIELDS) {
                depth.add(side, values[i], values[i + 1], values[i + 2]);
            }
        }
    }
}
