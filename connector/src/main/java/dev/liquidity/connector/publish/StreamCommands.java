package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Instrument;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/** The commands by which ticks, gaps and instruments reach Redis. Immutable. */
final class StreamCommands {
    private static final byte[] MAXLEN = SafeEncoder.encode("MAXLEN");
    private static final byte[] ABOUT = SafeEncoder.encode("~");
    private static final byte[] DATA = SafeEncoder.encode(Keys.DATA);
    private static final byte[] MAX_GAPS = SafeEncoder.encode("10000");

    /** XADD key MAXLEN ~ count ID data JSON. */
    private static final int TRIMMED_TICK_ARGUMENTS = 8;

    /** XADD key ID data JSON. */
    private static final int TICK_ARGUMENTS = 5;

    /** XADD key ID, before the fields. */
    private static final int ENTRY_ARGUMENTS = 3;

    private final byte[] stream;
    private final byte[] copy;
    private final byte[] gaps;
    private final byte[] beforeTickId;
    private final Duration keyTtl;
    private final boolean isCluster;

    StreamCommands(Settings.Redis redis, Duration keyTtl) {
        this.keyTtl = keyTtl;
        isCluster = redis.isCluster();
        stream = SafeEncoder.encode(redis.streamName());
        copy = SafeEncoder.encode(Keys.rebuilt(redis.streamName()));
        gaps = SafeEncoder.encode(Keys.gaps(redis.streamName()));
        CommandBuffer beforeId = new CommandBuffer();
        beforeId.begin(TRIMMED_TICK_ARGUMENTS);
        beforeId.bulk(Command.XADD.getRaw());
        beforeId.bulk(stream);
        beforeId.bulk(MAXLEN);
        beforeId.bulk(ABOUT);
        beforeId.bulk(SafeEncoder.encode(Integer.toString(redis.maxStreamLength())));
        beforeTickId = beforeId.toBytes();
    }

    /** The stream's key. */
    byte[] stream() {
        return stream;
    }

    /** Adds the XADD of the tick whose JSON was encoded last. */
    void addTick(CommandBuffer commands, long packedId, TickWriter json) {
        commands.addEncoded(beforeTickId);
        commands.bulkId(packedId);
        commands.bulk(DATA);
        commands.bulk(json);
    }

    /** The gap's entry in the gaps' stream. */
    CommandArguments gap(long packedId, byte[] json) {
        return new CommandArguments(Command.XADD)
                .add(gaps)
                .add(MAXLEN)
                .add(ABOUT)
                .add(MAX_GAPS)
                .add(SafeEncoder.encode(StreamId.unpack(packedId).toString()))
                .add(DATA)
                .add(json);
    }

    /** Deletes the stream's entries up to this one; needs Redis 6.2. */
    CommandArguments trimUpTo(StreamId id) {
        return new CommandArguments(Command.XTRIM)
                .add(stream)
                .add("MINID")
                .add(id.next().toString());
    }

    /** The first entries of the stream above an ID. */
    CommandArguments entriesAfter(StreamId id, int count) {
        return new CommandArguments(Command.XRANGE)
                .add(stream)
                .add(id.next().toString())
                .add("+")
                .add("COUNT")
                .add(count);
    }

    /** Deletes the copy. */
    CommandArguments dropCopy() {
        return new CommandArguments(Command.UNLINK).add(copy);
    }

    /** Adds the tick whose JSON was encoded last to the copy. */
    void copyTick(CommandBuffer commands, long packedId, TickWriter json) {
        commands.begin(TICK_ARGUMENTS);
        commands.bulk(Command.XADD.getRaw());
        commands.bulk(copy);
        commands.bulkId(packedId);
        commands.bulk(DATA);
        commands.bulk(json);
    }

    /** Adds an entry to the copy as it is. */
    void copyEntry(CommandBuffer commands, StreamId id, List<?> fields) {
        commands.begin(ENTRY_ARGUMENTS + fields.size());
        commands.bulk(Command.XADD.getRaw());
        commands.bulk(copy);
        commands.bulk(SafeEncoder.encode(id.toString()));
        fields.forEach(field -> commands.bulk((byte[]) field));
    }

    /**
     * Creates a group on the copy, which may have no entries: the group's next entry is the one after the given one.
     */
    CommandArguments copyGroup(byte[] group, long after) {
        return new CommandArguments(Command.XGROUP)
                .add("CREATE")
                .add(copy)
                .add(group)
                .add(StreamId.unpack(after).toString())
                .add("MKSTREAM");
    }

    /** Deletes the stream. */
    CommandArguments delete() {
        return new CommandArguments(Command.DEL).add(stream);
    }

    /** Puts the copy in the stream's place. */
    CommandArguments replaceByCopy() {
        return new CommandArguments(Command.RENAME).add(copy).add(stream);
    }

    /** Adds a day's instruments; at least one. */
    void addInstruments(StreamBatch batch, Collection<Instrument> instruments, LocalDate date) {
        byte[] key = instrumentsKey(date);
        CommandArguments rows = new CommandArguments(Command.HSET).add(key);
        for (Instrument instrument : instruments) {
            rows.add(SafeEncoder.encode(Long.toString(instrument.token()))).add(InstrumentJson.write(instrument));
        }
        addOfDay(batch, key, rows);
    }

    /** Adds the renewal of the TTL of a day's instruments. */
    void keepInstruments(StreamBatch batch, LocalDate date) {
        byte[] key = instrumentsKey(date);
        addOfDay(batch, key, new CommandArguments(Command.EXPIRE).add(key).add(keyTtl.toSeconds()));
    }

    /** In a cluster, a day's hash is hardly ever on the stream's node. */
    private void addOfDay(StreamBatch batch, byte[] key, CommandArguments command) {
        if (isCluster) {
            batch.addElsewhere(key, command);
        } else {
            batch.addOther(command);
        }
    }

    private static byte[] instrumentsKey(LocalDate date) {
        return SafeEncoder.encode(Keys.instruments(date.toString()));
    }
}
