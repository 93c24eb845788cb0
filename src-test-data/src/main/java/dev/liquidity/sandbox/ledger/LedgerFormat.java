package dev.liquidity.sandbox.ledger;

import java.nio.charset.StandardCharsets;

/**
 * The ledger's bytes, big-endian. The file begins with {@link #MAGIC}; then come records:
 *
 * <pre>
 * offset  bytes  field
 * 0       1      kind, an ASCII letter
 * 1       4      connection, 1 for the first; 0 for none
 * 5       8      when, microseconds since the epoch
 * 13      4      payload length
 * 17      n      payload
 * </pre>
 *
 * Kinds: {@code F} a frame of ticks that the operating system took whole, its payload as in the WebSocket message (u16
 * packet count, then u16 length and body of each); {@code T} a frame that was torn, so that nobody can have read it;
 * {@code M} a frame malformed on purpose; {@code I} an instrument before its first packet, UTF-8 {@code token TAB
 * exchange TAB tradingsymbol}; {@code O} a connection opened, payload empty; {@code E} a connection ended, UTF-8 {@code
 * reason TAB frames TAB bytes}: all that was ever written to it, heartbeats and texts included, so that what was
 * written and never read can be bounded.
 */
final class LedgerFormat {
    static final byte[] MAGIC = "SBXLEDG1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_LENGTH = 17;
    static final int CONNECTION = 1;
    static final int MICROS = 5;
    static final int LENGTH = 13;

    private LedgerFormat() {}
}
