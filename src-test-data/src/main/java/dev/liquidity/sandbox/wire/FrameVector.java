package dev.liquidity.sandbox.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hand-made frame with its meaning, to test a decoder with. All are in {@code vectors/frames.json}, the bytes in hex
 * with a blank after each field.
 *
 * @param why what it shows
 * @param malformed whether there is a fault to count; the packets listed are good nevertheless
 * @param frame the message's bytes
 * @param packets what the good packets mean, in order, by field name ({@link PacketLayout#fields} names them; beside
 *     them {@code instrument_token, mode, tradable}). Prices are exact decimals, times ISO local IST; null is a time of
 *     zero.
 */
public record FrameVector(String name, String why, boolean malformed, byte[] frame, List<Map<String, String>> packets) {

    /** All of them. */
    public static List<FrameVector> all() {
        try (InputStream in = FrameVector.class.getResourceAsStream("/dev/liquidity/sandbox/vectors/frames.json");
                JsonParser json = new JsonFactory().createParser(in)) {
            List<FrameVector> all = new ArrayList<>();
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                all.add(read(json));
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException("frames.json is in the jar", e);
        }
    }

    /** The one of a name. */
    public static FrameVector of(String name) {
        return all().stream()
                .filter(vector -> vector.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no frame is called " + name));
    }

    private static FrameVector read(JsonParser json) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        List<Map<String, String>> packets = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    packets.add(fields(json));
                }
            } else {
                texts.put(field, json.getValueAsString());
            }
        }
        return new FrameVector(
                texts.get("name"),
                texts.get("why"),
                Boolean.parseBoolean(texts.get("malformed")),
                HexFormat.of().parseHex(texts.get("frame").replace(" ", "")),
                List.copyOf(packets));
    }

    private static Map<String, String> fields(JsonParser json) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(name, json.nextToken() == JsonToken.VALUE_NULL ? null : json.getText());
        }
        return fields;
    }

    @Override
    public String toString() {
        return name;
    }
}
