package dev.liquidity.receiver.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes small JSON objects. */
final class Json {
    static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes an object's fields. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static String text(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** An object of one text. */
    static String object(String name, String value) {
        try {
            return text(json -> json.writeStringField(name, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
