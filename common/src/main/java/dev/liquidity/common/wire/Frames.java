package dev.liquidity.common.wire;

import static dev.liquidity.common.wire.PacketLayout.COUNT_BYTES;
import static dev.liquidity.common.wire.PacketLayout.LENGTH_BYTES;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The frame around the packets: what is known of a message without decoding it. */
public final class Frames {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private Frames() {}

    /**
     * Counts the packets that lie whole in a frame, readable or not: a tick's place among them, and so its ID, depends
     * on nothing but the frame.
     *
     * @return 0 to 65,535
     */
    public static int countPackets(byte[] bytes, int offset, int length) {
        if (length < COUNT_BYTES) {
            return 0;
        }
        int promised = u16(bytes, offset);
        int end = offset + length;
        int at = offset + COUNT_BYTES;
        int packets = 0;
        while (packets < promised && end - at >= LENGTH_BYTES && end - at - LENGTH_BYTES >= u16(bytes, at)) {
            at += LENGTH_BYTES + u16(bytes, at);
            packets++;
        }
        return packets;
    }

    /** The unsigned number in two bytes. */
    public static int u16(byte[] bytes, int at) {
        return (short) U16.get(bytes, at) & 0xffff;
    }
}
