package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;

/**
 * A binary WebSocket message of packets, collected in one array that is used again: room for the frame's own header, a
 * u16 count, then a u16 length and the body of each packet.
 */
final class TickFrame {
    /** Most packets that go into one frame. */
    static final int CAPACITY = 320;

    private static final int HEADER_ROOM = 4;
    private static final int BODY = HEADER_ROOM + 2;

    private final byte[] bytes = new byte[BODY + CAPACITY * (2 + PacketLayout.FULL_LENGTH)];
    private int end = BODY;
    private int packets;

    int packets() {
        return packets;
    }

    boolean isFull() {
        return packets == CAPACITY;
    }

    void clear() {
        end = BODY;
        packets = 0;
    }

    void addNext(Feed feed, FeedMode mode, long epochSeconds) {
        close(feed.writeNext(bytes, end + 2, mode, epochSeconds));
    }

    void addCached(Feed feed, FeedMode mode, long epochSeconds) {
        close(feed.writeCached(bytes, end + 2, mode, epochSeconds));
    }

    private void close(int length) {
        BigEndian.putU16(bytes, end, length);
        end += 2 + length;
        packets++;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the message's payload begins. */
    int payloadStart() {
        return HEADER_ROOM;
    }

    int payloadLength() {
        return end - HEADER_ROOM;
    }

    /** Writes the WebSocket header and the count in front; returns where the frame begins. */
    int seal() {
        BigEndian.putU16(bytes, HEADER_ROOM, packets);
        int length = payloadLength();
        if (length < 126) {
            bytes[HEADER_ROOM - 2] = (byte) 0x82;
            bytes[HEADER_ROOM - 1] = (byte) length;
            return HEADER_ROOM - 2;
        }
        bytes[0] = (byte) 0x82;
        bytes[1] = 126;
        BigEndian.putU16(bytes, 2, length);
        return 0;
    }

    int end() {
        return end;
    }
}
