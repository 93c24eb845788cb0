package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.util.Random;

/** Ways to break a frame. None of them holds a packet that a decoder could rightly take for a tick. */
public enum Malformation {
    /** A full packet whose last bytes are missing, though the message is whole. */
    TRUNCATED,
    /** A count of many packets with nothing behind it. */
    COUNT,
    /** A packet of a length that no mode has. */
    LENGTH,
    /** Random bytes. */
    GARBAGE,
    /** Half a WebSocket frame, and then the connection is cut. */
    HALF;

    /** The message's payload. */
    byte[] payload(long seed) {
        byte[] payload;
        switch (this) {
            case TRUNCATED -> {
                payload = new byte[4 + PacketLayout.FULL_LENGTH - 40];
                BigEndian.putU16(payload, 0, 1);
                BigEndian.putU16(payload, 2, PacketLayout.FULL_LENGTH);
                BigEndian.putU32(payload, 4, 256_265L << 1 | 2);
            }
            case COUNT -> {
                payload = new byte[2];
                BigEndian.putU16(payload, 0, 40_000);
            }
            case LENGTH -> {
                payload = new byte[4 + 51];
                BigEndian.putU16(payload, 0, 1);
                BigEndian.putU16(payload, 2, 51);
                BigEndian.putU32(payload, 4, 256_265);
            }
            case HALF -> {
                payload = new byte[4 + PacketLayout.FULL_LENGTH];
                BigEndian.putU16(payload, 0, 1);
                BigEndian.putU16(payload, 2, PacketLayout.FULL_LENGTH);
            }
            default -> {
                payload = new byte[333];
                new Random(seed).nextBytes(payload);
                // The first packet claims to be longer than the message.
                BigEndian.putU16(payload, 2, 0xfff0);
            }
        }
        return payload;
    }
}
