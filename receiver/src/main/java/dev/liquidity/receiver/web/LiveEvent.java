package dev.liquidity.receiver.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes the event of an instrument's newest tick of what Redis holds. */
final class LiveEvent {
    private static final List<String> NUMBERS = List.of("last_price", "volume", "oi");
    private static final List<String> LEVEL = List.of("price", "quantity", "orders");

    private LiveEvent() {}

    /**
     * One line of JSON.
     *
     * @param latest the fields of its {@code latest:} key
     * @param depth a member of its {@code depth:} key
     */
    static String of(String symbol, Map<String, String> latest, String depth) {
        if (latest.isEmpty()) {
            return Json.object("error", "Redis has no tick of " + symbol);
        }
        try {
            return Json.text(json -> {
                json.writeStringField("symbol", symbol);
                String time = latest.getOrDefault("exchange_timestamp", "");
                json.writeStringField("time", time.substring(time.indexOf('T') + 1));
                for (String name : NUMBERS) {
                    String value = latest.getOrDefault(name, "");
                    json.writeFieldName(name);
                    json.writeNumber(value.matches("-?\\d{1,18}(\\.\\d{1,6})?") ? value : "null");
                }
                writeLevels(depth, json);
            });
        } catch (IOException e) {
            return Json.object("error", "Redis' keys of " + symbol + " are another program's");
        }
    }

    private static void writeLevels(String depth, JsonGenerator json) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(depth)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String side = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    json.writeArrayFieldStart(side);
                    while (parser.nextToken() == JsonToken.START_ARRAY) {
                        json.writeStartObject();
                        for (String name : LEVEL) {
                            parser.nextToken();
                            json.writeFieldName(name);
                            json.copyCurrentEvent(parser);
                        }
                        json.writeEndObject();
                        parser.nextToken();
                    }
                    json.writeEndArray();
                }
            }
        }
    }
}
