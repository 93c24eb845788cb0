package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The texts read last, by their bytes: a day has few names, and each comes a million times. Not thread-safe. */
final class TextCache {
    private static final int SLOTS = 1 << 13;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    /** The text of ASCII bytes, from an index up to another. */
    String of(byte[] ascii, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + ascii[i];
        }
        int slot = (hash ^ hash >>> 13) & SLOTS - 1;
        byte[] key = keys[slot];
        if (key == null || !Arrays.equals(key, 0, key.length, ascii, from, to)) {
            keys[slot] = Arrays.copyOfRange(ascii, from, to);
            texts[slot] = new String(ascii, from, to - from, StandardCharsets.US_ASCII);
        }
        return texts[slot];
    }
}
