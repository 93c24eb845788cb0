package dev.liquidity.sandbox.look;

import java.util.List;

/** A reply of Redis as redis-cli prints it on a terminal. */
final class RedisText {
    private static final int PRINTABLE_FROM = 0x20;
    private static final int PRINTABLE_TO = 0x7e;

    private RedisText() {}

    /**
     * Formats a reply, with a line end after each line. The client does not distinguish a status from a string, so both
     * are quoted.
     *
     * @param reply bytes, a {@link Long}, a list of these, or null
     */
    static String of(Object reply) {
        StringBuilder text = new StringBuilder();
        append(text, reply, "");
        return text.toString();
    }

    private static void append(StringBuilder text, Object reply, String indent) {
        if (reply instanceof List<?> list && !list.isEmpty()) {
            int digits = Integer.toString(list.size()).length();
            String deeper = indent + " ".repeat(digits + 2);
            for (int i = 0; i < list.size(); i++) {
                String number = Integer.toString(i + 1);
                text.append(i == 0 ? "" : indent)
                        .append(" ".repeat(digits - number.length()))
                        .append(number)
                        .append(") ");
                append(text, list.get(i), deeper);
            }
        } else {
            text.append(scalar(reply)).append('\n');
        }
    }

    private static String scalar(Object reply) {
        if (reply == null) {
            return "(nil)";
        }
        if (reply instanceof byte[] bytes) {
            return quoted(bytes);
        }
        return reply instanceof List ? "(empty array)" : "(integer) " + reply;
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte b : bytes) {
            int c = b & 0xff;
            switch (c) {
                case '\\', '"' -> text.append('\\').append((char) c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c >= PRINTABLE_FROM && c <= PRINTABLE_TO) {
                        text.append((char) c);
                    } else {
                        text.append(String.format("\\x%02x", c));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
