package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts that subscribe a socket's instruments: for each chunk a subscription, and the mode, which needs it.
 * Immutable.
 *
 * <p>Source: Kite Connect documentation, "WebSocket streaming", "Request structure".
 */
final class Subscription {
    /** Tokens in one text of about 5 KB. */
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

    /** In the order in which they must be sent. */
    List<String> texts() {
        return texts;
    }

    /** The number of instruments. */
    int size() {
        return size;
    }
}
