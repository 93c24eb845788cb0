package dev.liquidity.receiver.keys;

import dev.liquidity.common.stream.CommandBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Writes {@code latest:} hashes, several in one call, each unless it holds a newer tick. Redis compares and writes in
 * one step, since another receiver of the group may have written a newer tick of the same instrument.
 */
final class LatestScript {
    /** Most keys in one call, which blocks Redis for a fraction of a millisecond. */
    static final int KEYS_A_CALL = 32;

    /**
     * ARGV is the TTL, whether to renew it on keys that have one, and for each key a value for each name. The script
     * returns the keys that hold another type of value. All keys share one table of names and values, as growing a
     * table for each key took most of the script's time. An absent value is set empty and deleted at once. A tick that
     * the exchange has not timed ranks with the one that is there.
     */
    private static final String TEXT = """
            local names = {%s}
            local n = #names
            local set, refused = {}, {}
            for i = 1, n do
              set[2 * i - 1] = names[i]
            end
            for k = 1, #KEYS do
              local base = 2 + (k - 1) * n
              local known = redis.pcall('HGET', KEYS[k], 'version')
              local version = ARGV[base + 1]
              if type(known) == 'string' and string.sub(version, 1, 16) == '0000000000000000' then
                version = string.sub(known, 1, 16) .. string.sub(version, 17)
              end
              if type(known) == 'table' and known.err then
                refused[#refused + 1] = KEYS[k]
              elseif not known or known <= version then
                local gone = nil
                for i = 1, n do
                  local value = ARGV[base + i]
                  set[2 * i] = value
                  if value == '' then
                    gone = gone or {}
                    gone[#gone + 1] = names[i]
                  end
                end
                set[2] = version
                redis.call('HSET', KEYS[k], unpack(set))
                if gone then
                  redis.call('HDEL', KEYS[k], unpack(gone))
                end
                if not known or ARGV[2] == '1' then
                  redis.call('EXPIRE', KEYS[k], ARGV[1])
                end
              end
            end
            return refused
            """.formatted(
                    LatestFields.NAMES.stream().map(name -> "'" + name + "'").collect(Collectors.joining(",")));

    private static final byte[] SHA = sha();

    /** Arguments before the keys: the script's digest and the number of keys. */
    private static final int BEFORE_KEYS = 2;

    /** Arguments before the values: the TTL and whether to renew it. */
    private static final int BEFORE_VALUES = 2;

    private LatestScript() {}

    /** Loads the script into the server. */
    static void load(Connection connection) {
        connection.executeCommand(
                new CommandArguments(Command.SCRIPT).add("LOAD").add(TEXT));
    }

    /**
     * Adds a call that writes the newest ticks of some instruments.
     *
     * @param symbols at most {@link #KEYS_A_CALL}
     * @param isRenewing whether keys that have an expiry get a new one
     */
    static void add(List<SymbolKeys> symbols, byte[] ttlSeconds, boolean isRenewing, KeyCommands commands) {
        int arguments = BEFORE_KEYS + symbols.size() + BEFORE_VALUES + symbols.size() * LatestFields.NAMES.size();
        CommandBuffer call = commands.begin(symbols.get(0).latestKey(), Command.EVALSHA, arguments);
        call.bulk(SHA);
        call.bulkNumber(symbols.size());
        for (SymbolKeys symbol : symbols) {
            call.bulk(symbol.latestKey());
        }
        call.bulk(ttlSeconds);
        call.bulkNumber(isRenewing ? 1 : 0);
        for (SymbolKeys symbol : symbols) {
            LatestFields.add(symbol.newest(), call);
        }
    }

    private static byte[] sha() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(TEXT.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
