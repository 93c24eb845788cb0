package dev.liquidity.common.journal;

/**
 * The layout of a journal file, big-endian: eight bytes of magic, then records. The first record has the instruments of
 * the file's frames, so that each file can be decoded alone.
 *
 * <pre>
 * offset  field
 *      0  u32  length of the rest of the record, from offset 8 on
 *      4  u32  CRC32C of the rest
 *      8  u8   kind: 1 frame, 2 instruments, 3 gap
 *      9  u8   socket: 1 to 3, 0 for none
 *     10  u16  tick count: the complete packets of the frame; 1 for a gap, 0 for instruments
 *     12  i64  arrival, microseconds since the epoch
 *     20  i64  ID of its first tick, packed; the others' IDs follow it
 *     28       payload: the frame as received; instruments as JSON, one a line; the gap as JSON
 * </pre>
 */
public final class RecordLayout {
    /** "LQJRNL" and the version. */
    public static final long MAGIC = 0x4c514a524e4c_0001L;

    public static final int MAGIC_BYTES = 8;

    public static final int LENGTH = 0;
    public static final int CRC = 4;
    public static final int KIND = 8;
    public static final int SOCKET = 9;
    public static final int TICK_COUNT = 10;
    public static final int ARRIVED_AT = 12;
    public static final int FIRST_ID = 20;
    public static final int PAYLOAD = 28;

    /** Bytes that the length does not count and the checksum does not cover. */
    public static final int PREFIX_BYTES = KIND;

    /** Longer than the ticker's longest possible frame (65,535 packets) and the instruments of a whole exchange. */
    public static final int MAX_RECORD_BYTES = 64 << 20;

    public static final byte FRAME = 1;
    public static final byte INSTRUMENTS = 2;
    public static final byte GAP = 3;

    private RecordLayout() {}
}
