package dev.liquidity.sandbox.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes small JSON documents. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What writes the inside. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** A document that the body writes whole. */
    public String write(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** {@code {"status":"success","data":{…}}}, the body writing what is in the inner braces. */
    public String success(Body data) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("status", "success");
            json.writeObjectFieldStart("data");
            data.write(json);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** {@code {"status":"error","message":…,"data":null,"error_type":…}}. */
    public String error(String type, String message) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("status", "error");
            json.writeStringField("message", message);
            json.writeNullField("data");
            json.writeStringField("error_type", type);
            json.writeEndObject();
        });
    }
}
