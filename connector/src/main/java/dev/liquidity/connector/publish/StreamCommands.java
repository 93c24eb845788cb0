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
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/** The commands by which ticks, gaps and instruments reach Redis. */
final class StreamCommands {
    private static final byte[] MAXLEN = SafeEncoder.encode("MAXLEN");
    private static final byte[] ABOUT = SafeEncoder.encode("~");
    private static final byte[] DATA = SafeEncoder.encode(Keys.DATA);
    private static final byte[] MAX_GAPS = SafeEncoder.encode("10000");

    /** XADD key MAXLEN ~ count ID data JSON. */
    private static final int ENTRY_ARGUMENTS = 8;

    private final byte[] stream;
    private final byte[] gaps;
    private final byte[] beforeTickId;
    private final Duration keyTtl;

    StreamCommands(Settings.Redis redis, Duration keyTtl) {
        this.keyTtl = keyTtl;
        stream = SafeEncoder.encode(redis.streamName());
        gaps = SafeEncoder.encode(Keys.gaps(redis.streamName()));
        CommandBuffer beforeId = new CommandBuffer();
        beforeId.begin(ENTRY_ARGUMENTS);
        beforeId.bulk(Command.XADD.getRaw());
        beforeId.bulk(stream);
        beforeId.bulk(MAXLEN);
        beforeId.bulk(ABOUT);
        beforeId.bulk(SafeEncoder.encode(Integer.toString(redis.maxStreamLength())));
        beforeTickId = beforeId.toBytes();
    }

    /** Adds the XADD of the tick whose JSON was encoded last. */
    void addTick(CommandBuffer commands, long packedId, TickWriter json) {
        commands.addEncoded(beforeTickId);
        commands.bulkId(packedId);
        commands.bulk(DATA);
        commands.bulk(json);
    }

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

    /** Deletes the whole stream. */
    CommandArguments delete() {
        return new CommandArguments(Command.DEL).add(stream);
    }

    /** Trims the stream to its last entries. */
    CommandArguments trimTo(long entries) {
        return new CommandArguments(Command.XTRIM).add(stream).add(MAXLEN).add(entries);
    }

    /** The first entry of the stream above an ID. */
    CommandArguments firstAfter(StreamId id) {
        return new CommandArguments(Command.XRANGE)
                .add(stream)
                .add(id.next().toString())
                .add("+")
                .add("COUNT")
                .add(1);
    }

    /** The entry of an ID. */
    CommandArguments at(StreamId id) {
        return new CommandArguments(Command.XRANGE)
                .add(stream)
                .add(id.toString())
                .add(id.toString());
    }

    /** Adds the instruments of a day to a batch; at least one. */
    void addInstruments(StreamBatch batch, Collection<Instrument> instruments, LocalDate date) {
        CommandArguments rows = new CommandArguments(Command.HSET).add(instrumentsKey(date));
        for (Instrument instrument : instruments) {
            rows.add(SafeEncoder.encode(Long.toString(instrument.token()))).add(InstrumentJson.write(instrument));
        }
        batch.addOther(rows);
    }

    /** Has the instruments of a day stay for another TTL. */
    void keepInstruments(StreamBatch batch, LocalDate date) {
        batch.addOther(
                new CommandArguments(Command.EXPIRE).add(instrumentsKey(date)).add(keyTtl.toSeconds()));
    }

    private static byte[] instrumentsKey(LocalDate date) {
        return SafeEncoder.encode(Keys.instruments(date.toString()));
    }
}
