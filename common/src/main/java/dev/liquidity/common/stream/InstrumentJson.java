package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/**
 * Writes and reads a row of the instrument dump as JSON, with the dump's column names: a value of
 * {@link Keys#instruments}.
 */
public final class InstrumentJson {
    private InstrumentJson() {}

    /** The row as one flat object. */
    public static byte[] write(Instrument instrument) {
        return FlatJson.write(json -> {
            json.writeNumberField("instrument_token", instrument.token());
            json.writeStringField("exchange", instrument.exchange());
            json.writeStringField("tradingsymbol", instrument.tradingsymbol());
            json.writeStringField("name", instrument.name());
            json.writeStringField(
                    "expiry",
                    instrument.expiry() == null ? "" : instrument.expiry().toString());
            json.writeFieldName("strike");
            json.writeNumber(instrument.strike().toPlainString());
            json.writeFieldName("tick_size");
            json.writeNumber(instrument.tickSize().toPlainString());
            json.writeNumberField("lot_size", instrument.lotSize());
            json.writeStringField("instrument_type", instrument.instrumentType());
            json.writeStringField("segment", instrument.segment());
        });
    }

    /**
     * Reads such an object: fields in any order, unknown ones ignored.
     *
     * @throws MalformedEntryException for anything else
     */
    public static Instrument read(byte[] bytes) throws MalformedEntryException {
        Map<String, String> fields = FlatJson.read(bytes, "an instrument");
        try {
            String expiry = fields.getOrDefault("expiry", "");
            return new Instrument(
                    Long.parseLong(fields.getOrDefault("instrument_token", "")),
                    fields.getOrDefault("exchange", ""),
                    fields.getOrDefault("tradingsymbol", ""),
                    fields.getOrDefault("name", ""),
                    expiry.isEmpty() ? null : LocalDate.parse(expiry),
                    new BigDecimal(fields.getOrDefault("strike", "0")),
                    new BigDecimal(fields.getOrDefault("tick_size", "0")),
                    new BigDecimal(fields.getOrDefault("lot_size", "0")).intValueExact(),
                    fields.getOrDefault("instrument_type", ""),
                    fields.getOrDefault("segment", ""));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new MalformedEntryException("an instrument with a field that cannot be read: " + e.getMessage(), e);
        }
    }
}
