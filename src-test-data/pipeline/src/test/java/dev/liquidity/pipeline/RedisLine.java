package dev.liquidity.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Talks to a Redis server in lines, as by hand. */
final class RedisLine {
    private RedisLine() {}

    /** Says a command on a connection of its own; the first line of the reply, as {@code :17} or {@code +OK}. */
    static String say(int port, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    /** The number with which a command is answered; 0 for any other reply. */
    static long number(int port, String command) {
        try {
            String reply = say(port, command);
            return reply != null && reply.startsWith(":") ? Long.parseLong(reply.substring(1)) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
