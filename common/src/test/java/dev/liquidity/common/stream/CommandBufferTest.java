package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.RedisOutputStream;

class CommandBufferTest {
    private final CommandBuffer buffer = new CommandBuffer();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final RedisOutputStream jedis = new RedisOutputStream(expected);

    @Test
    void encodesCommandsAsTheClientDoes() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            CommandArguments command = new CommandArguments(Command.XADD);
            for (int arguments = random.nextInt(20); arguments > 0; arguments--) {
                byte[] argument = new byte[random.nextInt(1 << random.nextInt(14))];
                random.nextBytes(argument);
                command.add(argument);
            }
            buffer.add(command);
            Protocol.sendCommand(jedis, command);
        }
        assertSame();
    }

    @Test
    void encodesIds() throws IOException {
        long millis = 1_790_000_000_000L;
        long[] sequences = {0, 9, 10, 99, 100, 999_999, 1_000_000, StreamId.MAX_SEQUENCE};
        for (long time : new long[] {millis, millis, millis + 1, 9, 0, StreamId.MAX_MILLIS, millis}) {
            for (long sequence : sequences) {
                StreamId id = new StreamId(time, sequence);
                buffer.begin(2);
                buffer.bulk(Command.XDEL.getRaw());
                buffer.bulkId(id.pack());
                Protocol.sendCommand(jedis, new CommandArguments(Command.XDEL).add(id.toString()));
            }
        }
        assertSame();
    }

    @Test
    void encodesValuesAsText() throws IOException {
        long[] times = {1_795_322_701_000_000L, 1_795_322_701_000_250L, 0, -1, 1_795_322_701_000_000L};
        long[] numbers = {0, 7, -7, 99, 100, 4_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long number : numbers) {
            buffer.begin(2);
            buffer.bulk(Command.GET.getRaw());
            buffer.bulkNumber(number);
            Protocol.sendCommand(
                    jedis, new CommandArguments(Command.GET).add(number == Tick.ABSENT ? "" : Long.toString(number)));
        }
        for (long time : times) {
            buffer.begin(3);
            buffer.bulk(Command.HGET.getRaw());
            buffer.bulkTime(time, false);
            buffer.bulkTime(time, true);
            Protocol.sendCommand(
                    jedis,
                    new CommandArguments(Command.HGET).add(Ist.format(time)).add(Ist.formatMicros(time)));
        }
        buffer.begin(4);
        buffer.bulk(Command.MGET.getRaw());
        buffer.bulkDecimal(Tick.ABSENT, 2);
        buffer.bulkReal(Double.NaN);
        buffer.bulkTime(Tick.ABSENT, true);
        Protocol.sendCommand(
                jedis, new CommandArguments(Command.MGET).add("").add("").add(""));
        buffer.begin(4);
        buffer.bulk(Command.HSET.getRaw());
        buffer.bulkDecimal(16395, 2);
        buffer.bulkDecimal(-9900, 2);
        buffer.bulkReal(0.0005);
        Protocol.sendCommand(
                jedis,
                new CommandArguments(Command.HSET).add("163.95").add("-99.0").add("0.0005"));
        assertSame();
    }

    @Test
    void addsACommandsBeginningEncodedBefore() throws IOException {
        CommandBuffer beginning = new CommandBuffer();
        beginning.begin(3);
        beginning.bulk(Command.HSET.getRaw());
        for (int i = 0; i < 20_000; i++) {
            byte[] rest = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
            buffer.addEncoded(beginning.toBytes());
            buffer.bulk(rest);
            buffer.bulk(rest);
            Protocol.sendCommand(
                    jedis, new CommandArguments(Command.HSET).add(rest).add(rest));
        }
        assertSame();
    }

    private void assertSame() throws IOException {
        jedis.flush();
        assertArrayEquals(expected.toByteArray(), buffer.toBytes());
        buffer.clear();
        assertArrayEquals(new byte[0], buffer.toBytes());
    }
}
