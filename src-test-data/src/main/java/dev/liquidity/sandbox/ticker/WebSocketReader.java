package dev.liquidity.sandbox.ticker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a client's messages (RFC 6455): masked frames, fragments joined, control frames in between. */
final class WebSocketReader {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MAX_MESSAGE = 1 << 20;

    /** A whole message or control frame. */
    record Message(int opcode, byte[] payload) {}

    private final DataInputStream in;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private int fragmentsOpcode;

    WebSocketReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * The next message.
     *
     * @throws IOException at the end, or for what breaks the protocol
     */
    Message read() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            if ((second & 0x80) == 0 || length < 0 || fragments.size() + length > MAX_MESSAGE) {
                throw new IOException("a client's frame that is unmasked or too long");
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            if (mask.length < 4 || payload.length < length) {
                throw new IOException("the client's frame broke off");
            }
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            int opcode = first & 0x0f;
            boolean last = (first & 0x80) != 0;
            if (opcode >= CLOSE || opcode != 0 && last) {
                return new Message(opcode, payload);
            }
            if (opcode != 0) {
                fragmentsOpcode = opcode;
            }
            fragments.write(payload);
            if (last) {
                Message message = new Message(fragmentsOpcode, fragments.toByteArray());
                fragments.reset();
                return message;
            }
        }
    }
}
