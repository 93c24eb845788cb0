package dev.liquidity.connector.kite.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object's scalar values by dotted path ({@code data.request_id}). The values of an array share its path; nulls
 * are absent. Immutable.
 */
public final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();
    /** Deeper than any reply of Kite. */
    private static final int DEEPEST = 32;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private JsonFields() {}

    /** Reads an object; empty for anything else. */
    public static Optional<JsonFields> read(String text) {
        JsonFields fields = new JsonFields();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            fields.object(json, "", 0);
            return json.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The first value at a path; null if there is none. */
    public String text(String path) {
        List<String> found = values.get(path);
        return found == null ? null : found.get(0);
    }

    /** All values at a path, in order. */
    public List<String> texts(String path) {
        return values.getOrDefault(path, List.of());
    }

    /** The first value of a field of that name, however deep; null if there is none. */
    public String anywhere(String name) {
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            if (entry.getKey().equals(name) || entry.getKey().endsWith("." + name)) {
                return entry.getValue().get(0);
            }
        }
        return null;
    }

    private void object(JsonParser json, String prefix, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("nested too deep");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + json.currentName();
            json.nextToken();
            value(json, path, depth);
        }
    }

    private void value(JsonParser json, String path, int depth) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            object(json, path + ".", depth + 1);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            if (depth > DEEPEST) {
                throw new IOException("nested too deep");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                value(json, path, depth + 1);
            }
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            values.computeIfAbsent(path, unused -> new ArrayList<>()).add(json.getText());
        }
    }
}
