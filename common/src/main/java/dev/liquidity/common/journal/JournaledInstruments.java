package dev.liquidity.common.journal;

import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instruments that the journal named last, one line of JSON each. Every file begins with them, and they are parsed
 * only when they differ: 9,000 of them take a tenth of a second, for which the ticks behind them wait. Not thread-safe.
 */
public final class JournaledInstruments {
    private static final Logger LOG = LoggerFactory.getLogger(JournaledInstruments.class);

    private byte[] lines = new byte[0];
    private Map<Long, Instrument> byToken = Map.of();

    /** The instruments of a journal's last ticks; empty if there are none. */
    public static List<Instrument> last(JournalFiles journal, StreamId lastId) throws IOException {
        JournaledInstruments last = new JournaledInstruments();
        try (JournalReader reader = new JournalReader(journal)) {
            reader.seek(lastId);
            if (reader.next() && reader.record().kind() == RecordLayout.INSTRUMENTS) {
                last.take(
                        reader.record().bytes(),
                        reader.record().payloadOffset(),
                        reader.record().payloadLength());
            }
        }
        return List.copyOf(last.byToken.values());
    }

    /**
     * Takes the payload of a record.
     *
     * @return true if the instruments differ from those before
     */
    boolean take(byte[] bytes, int offset, int length) {
        if (Arrays.equals(lines, 0, lines.length, bytes, offset, offset + length)) {
            return false;
        }
        lines = Arrays.copyOfRange(bytes, offset, offset + length);
        byToken = read(lines);
        return true;
    }

    Map<Long, Instrument> byToken() {
        return byToken;
    }

    private static Map<Long, Instrument> read(byte[] lines) {
        Map<Long, Instrument> byToken = new HashMap<>();
        new String(lines, StandardCharsets.UTF_8).lines().forEach(line -> {
            try {
                Instrument instrument = InstrumentJson.read(line.getBytes(StandardCharsets.UTF_8));
                byToken.put(instrument.token(), instrument);
            } catch (MalformedEntryException e) {
                LOG.error(
                        "The journal has an instrument that can't be read; its ticks are counted as unknown tokens", e);
            }
        });
        return byToken;
    }
}
