package dev.liquidity.connector.journal;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.journal.JournalReader;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A journal's records as values that can be compared. */
final class JournalRecords {
    /** One of them. */
    record Seen(byte kind, long firstId, int ticks, long arrivedAtMicros, String payload) {}

    private JournalRecords() {}

    /** The current record of a reader. */
    static Seen seen(JournalReader reader) {
        byte[] payload = Arrays.copyOfRange(
                reader.record().bytes(),
                reader.record().payloadOffset(),
                reader.record().payloadOffset() + reader.record().payloadLength());
        return new Seen(
                reader.record().kind(),
                reader.record().firstId(),
                reader.record().tickCount(),
                reader.record().arrivedAtMicros(),
                HexFormat.of().formatHex(payload));
    }

    /** All records that a reader has not read yet. */
    static List<Seen> rest(JournalReader reader) {
        try {
            List<Seen> all = new ArrayList<>();
            while (reader.next()) {
                all.add(seen(reader));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frames of a journal, from its beginning. */
    static List<Seen> frames(Journal journal) {
        try (JournalReader reader = new JournalReader(journal)) {
            return rest(reader).stream()
                    .filter(record -> record.kind() == RecordLayout.FRAME)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The payloads of the frames. */
    static List<String> payloads(Journal journal) {
        return frames(journal).stream().map(Seen::payload).toList();
    }

    /** The IDs of all ticks. */
    static List<StreamId> ids(Journal journal) {
        List<StreamId> ids = new ArrayList<>();
        for (Seen frame : frames(journal)) {
            for (int i = 0; i < frame.ticks(); i++) {
                ids.add(StreamId.unpack(frame.firstId() + i));
            }
        }
        return ids;
    }

    /** The journal's files, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.filter(path -> path.toString().endsWith(JournalFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A writer whose files end at a size. */
    static JournalWriter writer(Journal journal, long fileBytes) {
        return new JournalWriter(journal, new Counters(), fileBytes, JournalWriter::create);
    }
}
