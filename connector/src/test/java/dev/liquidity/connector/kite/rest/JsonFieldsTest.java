package dev.liquidity.connector.kite.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    @Test
    void findsValuesByPath() {
        JsonFields fields = JsonFields.read("{\"status\":\"error\",\"data\":{\"types\":[\"totp\",\"sms\"],"
                        + "\"left\":3,\"none\":null,\"deep\":{\"left\":4}}}")
                .orElseThrow();

        assertEquals("error", fields.text("status"));
        assertEquals(List.of("totp", "sms"), fields.texts("data.types"));
        assertEquals("3", fields.anywhere("left"));
        assertEquals("4", fields.text("data.deep.left"));
        assertNull(fields.text("data.none"));
        assertNull(fields.anywhere("eft"));
        assertEquals(List.of(), fields.texts("data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "[{}]",
                "\"a\"",
                "1",
                "{",
                "{\"a\":}",
                "{} x",
                "<html>",
                "{\"a\":1}{\"b\":2}"
            })
    void isEmptyForWhatIsNotAnObject(String text) {
        assertTrue(JsonFields.read(text).isEmpty());
    }

    @Test
    void isEmptyForWhatIsNestedToExhaustTheStack() {
        assertTrue(
                JsonFields.read("{\"a\":".repeat(900) + "1" + "}".repeat(900)).isEmpty());
        assertTrue(JsonFields.read("{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}")
                .isEmpty());
    }
}
