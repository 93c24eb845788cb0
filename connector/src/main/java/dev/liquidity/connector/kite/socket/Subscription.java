package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts that subscribe a socket's instruments: each chunk and then its mode, which needs a prior subscription.
 *
 * <p>Source: Kite Connect documentation, "WebSocket streaming", "Request structure".
 */
final class Subscription {
    /** Tokens in one text; some 5 KB. */
    private static final int CHUNK = 500;

    private final List<String> texts = new ArrayList<>();
    private final int size;

    Subscription(List<Instrument> instruments, Mode mode) {
        size = instruments.size();
        for (int from = 0; from < size; from += CHUNK) {
            String tokens = instruments.subList(from, Math.min(size, from + CHUNK)).stream()
                    .map(instrument -> Long.toString(instrument.token()))
                    .collect(Collectors.joining(",", "[", "]"));
            texts.add("{\"a\":\"subscribe\",\"v\":" + tokens + "}");
            texts.add("{\"a\":\"mode\",\"v\":[\"" + mode.label() + "\"," + tokens + "]}");
        }
    }

    /** In the order in which they are to be sent. */
    List<String> texts() {
        return texts;
    }

    /** How many instruments. */
    int size() {
        return size;
    }
}
