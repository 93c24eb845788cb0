package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * Reads the reply of {@code XREADGROUP} entry by entry. The values are read into one array, as an array for each would
 * be a third of what a tick allocates. Not thread-safe.
 */
final class EntriesReply {
    private static final byte[] DATA = Keys.DATA.getBytes(StandardCharsets.US_ASCII);
    private static final int USUAL_LENGTH = 1 << 16;

    private final byte[] usual = new byte[USUAL_LENGTH];

    /** Reads the whole reply, which must be an array. */
    void read(RedisInputStream in, EntryHandler handler) {
        int streams = length(in, '*');
        for (int i = 0; i < streams; i++) {
            expect(length(in, '*') == 2);
            byte[] stream = bytes(in);
            int entries = length(in, '*');
            for (int j = 0; j < entries; j++) {
                entry(in, stream, handler);
            }
        }
    }

    private void entry(RedisInputStream in, byte[] stream, EntryHandler handler) {
        expect(length(in, '*') == 2);
        byte[] id = bytes(in);
        // Null is *-1 or $-1, depending on the version.
        int values = in.peek((byte) '$') ? length(in, '$') : length(in, '*');
        if (values < 0) {
            handler.onFields(stream, id, null);
            return;
        }
        byte[] first = values == 0 ? null : bytes(in);
        if (values == 2 && Arrays.equals(DATA, first)) {
            int length = length(in, '$');
            byte[] data = length <= USUAL_LENGTH ? usual : new byte[length];
            fill(in, data, length);
            handler.onData(stream, id, data, length);
            return;
        }
        List<byte[]> fields = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            fields.add(i == 0 ? first : bytes(in));
        }
        handler.onFields(stream, id, fields);
    }

    private static byte[] bytes(RedisInputStream in) {
        byte[] bytes = new byte[length(in, '$')];
        fill(in, bytes, bytes.length);
        return bytes;
    }

    private static void fill(RedisInputStream in, byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            at += in.read(bytes, at, length - at);
        }
        in.readByte();
        in.readByte();
    }

    private static int length(RedisInputStream in, char type) {
        expect(in.readByte() == type);
        return in.readIntCrLf();
    }

    private static void expect(boolean isSo) {
        if (!isSo) {
            throw new JedisConnectionException("the reply has another structure than that of XREADGROUP");
        }
    }
}
