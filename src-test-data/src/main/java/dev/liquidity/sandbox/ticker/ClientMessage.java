package dev.liquidity.sandbox.ticker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.sandbox.market.FeedMode;
import java.io.IOException;
import java.util.Arrays;

/**
 * A text that a client sent: {@code {"a":"subscribe","v":[…]}}, {@code {"a":"mode","v":["full",[…]]}} or
 * {@code {"a":"unsubscribe","v":[…]}}.
 *
 * @param mode null but for a mode
 */
record ClientMessage(String action, FeedMode mode, long[] tokens) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * Reads a text.
     *
     * @throws IOException for anything else
     */
    static ClientMessage parse(String text) throws IOException {
        String action = null;
        FeedMode mode = null;
        long[] tokens = new long[64];
        int size = 0;
        try (JsonParser json = FACTORY.createParser(text)) {
            String field = null;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field = json.currentName();
                } else if (token == JsonToken.VALUE_STRING && "a".equals(field)) {
                    action = json.getText();
                } else if (token == JsonToken.VALUE_STRING && "v".equals(field)) {
                    mode = FeedMode.ofLabel(json.getText());
                } else if (token == JsonToken.VALUE_NUMBER_INT && "v".equals(field)) {
                    if (size == tokens.length) {
                        tokens = Arrays.copyOf(tokens, 2 * size);
                    }
                    tokens[size++] = json.getLongValue();
                }
            }
        }
        boolean known = action != null && (action.equals("subscribe") || action.equals("unsubscribe"));
        if (!known && !("mode".equals(action) && mode != null)) {
            throw new IOException("no subscription, mode or unsubscription");
        }
        return new ClientMessage(action, mode, Arrays.copyOf(tokens, size));
    }
}
