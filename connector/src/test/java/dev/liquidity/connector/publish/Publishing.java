package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.journal.JournalReader;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalWriter;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.wire.Packets;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A journal with its writer, the publisher on its thread, a group that reads and acknowledges, and other programs'
 * entries; and the audit of all of them.
 */
final class Publishing implements AutoCloseable {
    static final long TOKEN = 0x00bc6102L;
    static final long NOON = 1_782_190_800_000_000L;
    private static final int FRAME_TICKS = 10;
    private static final Pattern LAST_PRICE = Pattern.compile("\"last_price\":([0-9.]+)");

    private final Path directory;
    private final Settings.Redis redis;
    private final StopSignal stop = new StopSignal();
    private final Counters counters = new Counters();
    private final Map<StreamId, String> acknowledged = new TreeMap<>();

    /** What was added to the stream by {@link #command}, and not deleted by it. */
    private final Map<StreamId, String> foreign = new TreeMap<>();

    private Journal journal;
    private JournalWriter writer;
    private StoredMark stored;
    private StreamPublisher publisher;
    private Worker worker;
    private volatile boolean isKilled;
    private int ticks;

    Publishing(Path directory, Settings.Redis redis) throws IOException {
        this.directory = directory;
        this.redis = redis;
        open();
        writer.append(new Arrival.Instruments(List.of(Packets.instrument(TOKEN), Packets.instrument(256265))));
    }

    private void open() throws IOException {
        journal = Journal.open(directory);
        try {
            writer = new JournalWriter(journal, counters);
            stored = StoredMark.load(directory);
            publisher = new StreamPublisher(redis, Duration.ofHours(1), journal, stored, counters);
            publisher.start(RedisConnections.open(redis, "connector"), stop);
            isKilled = false;
            worker = new Worker("publisher", new Killable(publisher), stop).start();
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Journals ticks, each with a price of its own. */
    void journal(int count) throws IOException {
        for (int i = 0; i < count; i += FRAME_TICKS) {
            byte[] frame = Packets.ltpFrame(FRAME_TICKS, TOKEN, ticks);
            writer.append(new Arrival.Frame(1, NOON + ticks * 100L, frame));
            ticks += FRAME_TICKS;
            if (i % 200 == 0) {
                writer.flush();
            }
        }
        writer.flush();
    }

    /** Journals frames of ticks, each with a byte behind its last packet. */
    void journalWithTrailingBytes(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            byte[] frame = Packets.join(Packets.ltpFrame(FRAME_TICKS, TOKEN, ticks), new byte[] {0});
            writer.append(new Arrival.Frame(1, NOON + ticks * 100L, frame));
            ticks += FRAME_TICKS;
        }
        writer.flush();
    }

    void journal(FeedGap gap) throws IOException {
        writer.append(new Arrival.Gap(gap));
        writer.flush();
    }

    /** Begins a file of the journal, with these instruments. */
    void beginFile(long... tokens) throws IOException {
        writer.append(new Arrival.Instruments(
                Arrays.stream(tokens).mapToObj(Packets::instrument).toList()));
    }

    /** Restarts the connector: closes everything, and opens it again on the same directory. */
    void restart() throws IOException {
        shut();
        open();
        writer.append(new Arrival.Instruments(List.of(Packets.instrument(TOKEN))));
    }

    /** As a kill of the connector: nothing is saved or given back. */
    void abandon() {
        isKilled = true;
        worker.close(Duration.ofSeconds(5));
    }

    void abandonAndOpen() throws IOException {
        abandon();
        reopen();
    }

    /**
     * Closes the publisher, however much there is left to do.
     *
     * @return true if it ended without an interrupt
     */
    boolean closePublisher(Duration patience) {
        return worker.close(patience);
    }

    /** Opens all of it again, after the publisher was closed. */
    void reopen() throws IOException {
        writer.close();
        journal.close();
        open();
        writer.append(new Arrival.Instruments(List.of(Packets.instrument(TOKEN))));
    }

    private void shut() throws IOException {
        assertTrue(worker.close(Duration.ofSeconds(8)), "the publisher ends by itself");
        writer.close();
        journal.close();
    }

    /** The publisher's duty, which releases nothing if it is killed. */
    private final class Killable implements Worker.Duty {
        private final StreamPublisher duty;

        Killable(StreamPublisher duty) {
            this.duty = duty;
        }

        @Override
        public boolean cycle(Closing closing) throws Exception {
            return duty.cycle(closing);
        }

        @Override
        public void onClose() throws Exception {
            if (!isKilled) {
                duty.onClose();
            }
        }
    }

    Journal journal() {
        return journal;
    }

    StreamPublisher publisher() {
        return publisher;
    }

    StoredMark stored() {
        return stored;
    }

    StopSignal stop() {
        return stop;
    }

    String counters() {
        return counters.line();
    }

    /** How long the stream is. */
    long length() {
        return (Long) command("XLEN", redis.streamName());
    }

    void awaitLength(long atLeast) {
        Await.until(atLeast + " entries in the stream", () -> length() >= atLeast);
    }

    /** Creates the group, as a receiver does that finds none. */
    void createGroup() {
        command("XGROUP", "CREATE", redis.streamName(), redis.consumerGroup(), "0", "MKSTREAM");
    }

    /** Reads and acknowledges new entries, up to the given number, and returns how many there were. */
    int readAndAcknowledge(int count) {
        Map<StreamId, String> read = new LinkedHashMap<>();
        Object reply = command(
                "XREADGROUP",
                "GROUP",
                redis.consumerGroup(),
                "receiver_1",
                "COUNT",
                Integer.toString(count),
                "STREAMS",
                redis.streamName(),
                ">");
        if (reply != null) {
            read.putAll(entries((List<?>) ((List<?>) ((List<?>) reply).get(0)).get(1)));
        }
        if (!read.isEmpty()) {
            List<String> acknowledge = new ArrayList<>(List.of("XACK", redis.streamName(), redis.consumerGroup()));
            read.keySet().forEach(id -> acknowledge.add(id.toString()));
            command(acknowledge.toArray(String[]::new));
        }
        read.forEach((id, data) -> {
            String before = acknowledged.put(id, data);
            assertTrue(before == null || before.equals(data), "an ID is one tick for ever: " + id);
        });
        return read.size();
    }

    /**
     * Every tick of the journal is in the stream or was acknowledged, under its identity and with its price; so is
     * every entry of another program; and nothing else is.
     */
    void audit() throws IOException {
        Map<StreamId, String> expected = expected();
        assertEquals(ticks, expected.size());
        Map<StreamId, String> others = foreign();
        Await.until("all " + ticks + " ticks in the stream or the store (" + counters() + ")", () -> {
            try {
                return union().size() >= expected.size() + others.size();
            } catch (JedisException e) {
                return false;
            }
        });
        Map<StreamId, String> found = new LinkedHashMap<>();
        Map<StreamId, String> foundOthers = new TreeMap<>();
        union().forEach((id, data) -> {
            if (others.containsKey(id)) {
                foundOthers.put(id, data);
            } else {
                found.put(id, price(data));
            }
        });
        assertEquals(expected, found);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), "in order");
        assertEquals(others, foundOthers, "no entry of another program is lost");
    }

    /** Has the audit expect what another program has added. */
    void addForeign(Map<StreamId, String> entries) {
        synchronized (foreign) {
            foreign.putAll(entries);
        }
    }

    private Map<StreamId, String> foreign() {
        synchronized (foreign) {
            return new TreeMap<>(foreign);
        }
    }

    private Map<StreamId, String> union() {
        Map<StreamId, String> all = new TreeMap<>(acknowledged);
        all.putAll(entries((List<?>) command("XRANGE", redis.streamName(), "-", "+")));
        return all;
    }

    /** What the journal says, read by its own reader and with prices taken from the bytes. */
    private Map<StreamId, String> expected() throws IOException {
        Map<StreamId, String> all = new LinkedHashMap<>();
        int number = 0;
        try (JournalReader reader = new JournalReader(journal)) {
            while (reader.next()) {
                if (reader.record().kind() == RecordLayout.FRAME) {
                    for (int i = 0; i < reader.record().tickCount(); i++) {
                        all.put(
                                StreamId.unpack(reader.record().firstId() + i),
                                String.format("%.2f", number++ / 100.0));
                    }
                }
            }
        }
        return all;
    }

    private static String price(String data) {
        Matcher matcher = LAST_PRICE.matcher(data);
        assertTrue(matcher.find(), data);
        return String.format("%.2f", Double.parseDouble(matcher.group(1)));
    }

    private static Map<StreamId, String> entries(List<?> replies) {
        Map<StreamId, String> entries = new LinkedHashMap<>();
        for (Object reply : replies) {
            List<?> entry = (List<?>) reply;
            List<?> fields = (List<?>) entry.get(1);
            assertEquals("data", SafeEncoder.encode((byte[]) fields.get(0)));
            entries.put(
                    StreamId.parse((byte[]) entry.get(0)), new String((byte[]) fields.get(1), StandardCharsets.UTF_8));
        }
        return entries;
    }

    /** Runs a command on a connection of its own. */
    Object command(String... words) {
        Connection connection = RedisConnections.open(redis, "test");
        try {
            CommandArguments command = new CommandArguments(Protocol.Command.valueOf(words[0]));
            for (int i = 1; i < words.length; i++) {
                command.add(words[i]);
            }
            connection.sendCommand(command);
            Object reply = connection.getOne();
            if (reply instanceof JedisDataException error) {
                throw error;
            }
            if (words.length > 2 && words[1].equals(redis.streamName())) {
                noteForeign(words, reply);
            }
            return reply;
        } finally {
            RedisConnections.close(connection);
        }
    }

    private void noteForeign(String[] words, Object reply) {
        synchronized (foreign) {
            if (words[0].equals("XADD")) {
                foreign.put(StreamId.parse((byte[]) reply), words[words.length - 1]);
            } else if (words[0].equals("XDEL")) {
                foreign.remove(StreamId.parse(words[2]));
            }
        }
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
