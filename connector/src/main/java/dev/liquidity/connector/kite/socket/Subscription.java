package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The texts that subscribe a socket's instruments: for each chunk a subscription, and the mode, which needs it.
 * Grows as instruments are listed. Thread-safe.
 *
 * <p>Source: Kite Connect documentation, "WebSocket streaming", "Request structure".
 */
final class Subscription {
    /** Tokens in one text of about 5 KB. */
    private static final int CHUNK = 500;

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Mode mode;
    private volatile int size;

    Subscription(List<Instrument> instruments, Mode mode) {
        this.mode = mode;
        add(instruments);
    }

    /** Adds instruments that are not in it. */
    synchronized void add(List<Instrument> instruments) {
        size += instruments.size();
        for (int from = 0; from < instruments.size(); from += CHUNK) {
            String tokens = instruments.subList(from, Math.min(instruments.size(), from + CHUNK)).stream()
                    .map(instrument -> Long.toString(instrument.token()))
                    .collect(Collectors.joining(",", "[", "]"));
            texts.add("{\"a\":\"subscribe\",\"v\":" + tokens + "}");
            texts.add("{\"a\":\"mode\",\"v\":[\"" + mode.label() + "\"," + tokens + "]}");
        }
    }

    /** In the order in which they must be sent; later ones may follow. */
    List<String> texts() {
        return texts;
    }

    /** The number of instruments. */
    int size() {
        return size;
    }
}
