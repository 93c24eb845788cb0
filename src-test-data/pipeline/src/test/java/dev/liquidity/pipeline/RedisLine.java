package dev.liquidity.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends inline commands to Redis. */
final class RedisLine {
    private RedisLine() {}

    /**
     * Sends commands on a connection of their own; the first line of the last reply, such as {@code :17} or {@code
     * +OK}.
     */
    static String say(int port, String... commands) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String reply = null;
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                reply = replies.readLine();
            }
            return reply;
        }
    }

    /** The number in the last reply; 0 for any other reply. */
    static long number(int port, String... commands) {
        try {
            String reply = say(port, commands);
            return reply != null && reply.startsWith(":") ? Long.parseLong(reply.substring(1)) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
