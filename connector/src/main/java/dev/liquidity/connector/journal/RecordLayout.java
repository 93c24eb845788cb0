package dev.liquidity.connector.journal;

/**
 * The journal's file, big-endian: eight bytes of magic, then records. A file begins with the instruments of its frames, so that each can be
 * decoded alone.
 *
 * <pre>
 * offset  field
 *      0  u32  length of the rest of the record, from offset 8 on
 *      4  u32  CRC32C of the rest
 *      8  u8   kind: 1 frame, 2 instruments, 3 gap
 *      9  u8   socket: 1 to 3, 0 for none
 *     10  u16  tick count: the packets that lie whole in the frame; 1 for a gap, 0 for instruments
 *     12  i64  arrival, microseconds since the epoch
 *     20  i64  ID of its first tick, packed; the others follow on
 *     28       payload: the frame as it came; instruments as JSON, one a line; the gap as JSON
 * </pre>
 */
final class RecordLayout {
    /** "LQJRNL" and the version. */
    static final long MAGIC = 0x4c514a524e4c_0001L;

    static final int MAGIC_BYTES = 8;

    static final int LENGTH = 0;
    static final int CRC = 4;
    static final int KIND = 8;
    static final int SOCKET = 9;
    static final int TICK_COUNT = 10;
    static final int ARRIVED_AT = 12;
    static final int FIRST_ID = 20;
    static final int PAYLOAD = 28;

    /** Bytes before what the length counts and the checksum covers. */
    static final int PREFIX_BYTES = KIND;

    /** The longest record: beyond the ticker's longest possible frame (65,535 packets) and the instruments of a whole exchange. */
    static final int MAX_RECORD_BYTES = 64 << 20;

    static final byte FRAME = 1;
    static final byte INSTRUMENTS = 2;
    static final byte GAP = 3;

    private RecordLayout() {}
}
