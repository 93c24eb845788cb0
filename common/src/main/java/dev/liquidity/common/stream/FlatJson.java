package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** JSON objects of plain values, for what is rare: feed gaps, instruments and a session. */
public final class FlatJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes the fields of an object. */
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private FlatJson() {}

    /** The object as UTF-8. */
    public static byte[] write(Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads the fields of an object, except null and nested ones.
     *
     * @param what the object's name in messages, with an article
     * @throws MalformedEntryException for anything else
     */
    static Map<String, String> read(byte[] bytes, String what) throws MalformedEntryException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEntryException(what + " that is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                if (json.nextToken().isStructStart()) {
                    json.skipChildren();
                } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                    fields.put(field, json.getText());
                }
            }
        } catch (IOException e) {
            throw new MalformedEntryException(what + " that is not JSON", e);
        }
        return fields;
    }
}
