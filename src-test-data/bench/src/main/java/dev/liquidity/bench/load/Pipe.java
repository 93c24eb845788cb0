package dev.liquidity.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A Redis connection that does the least possible: it sends bytes and counts the line ends of the replies. About what a
 * client in C can do. Not thread-safe: used by one thread only.
 */
public final class Pipe implements AutoCloseable {
    /** Lines of the reply to an XADD: a length and an ID. */
    private static final int LINES_A_REPLY = 2;

    private static final int READ_MILLIS = 30_000;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] replies = new byte[1 << 16];
    private long surplus;

    public Pipe(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        out = socket.getOutputStream();
        in = socket.getInputStream();
    }

    /** An XADD as it goes over the wire. */
    public static byte[] xadd(String stream, String maxLength, String id, byte[] data) {
        ByteArrayOutputStream command = new ByteArrayOutputStream(data.length + 128);
        command.writeBytes(ascii("*8\r\n"));
        for (String word : new String[] {"XADD", stream, "MAXLEN", "~", maxLength, id, "data"}) {
            command.writeBytes(ascii("$" + word.length() + "\r\n" + word + "\r\n"));
        }
        command.writeBytes(ascii("$" + data.length + "\r\n"));
        command.writeBytes(data);
        command.writeBytes(ascii("\r\n"));
        return command.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends commands. */
    public void send(byte[] commands, int length) throws IOException {
        out.write(commands, 0, length);
    }

    /**
     * Waits for the replies to a number of XADDs.
     *
     * @throws IOException when one was refused
     */
    public void await(int xadds) throws IOException {
        long missing = (long) xadds * LINES_A_REPLY - surplus;
        while (missing > 0) {
            int read = in.read(replies);
            if (read < 0) {
                throw new IOException("Redis closed the connection");
            }
            for (int i = 0; i < read; i++) {
                if (replies[i] == '\n') {
                    missing--;
                } else if (replies[i] == '-' && (i == 0 || replies[i - 1] == '\n')) {
                    throw new IOException("Redis refuses: " + new String(replies, i, read - i, StandardCharsets.UTF_8));
                }
            }
        }
        surplus = -missing;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
