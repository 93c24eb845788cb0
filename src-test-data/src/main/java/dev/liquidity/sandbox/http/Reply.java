package dev.liquidity.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer.
 *
 * @param headers name and value, alternating; {@code Date} and {@code Content-Length} are added when it is sent
 */
public record Reply(int status, List<String> headers, byte[] body) {
    /** A JSON answer. */
    public static Reply json(int status, String json) {
        return new Reply(status, List.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** Kite's form of an error. */
    public static Reply error(int status, String type, String message) {
        return json(status, new Json().error(type, message));
    }

    /** A page. */
    public static Reply html(int status, String title) {
        String page = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>\n";
        return new Reply(
                status, List.of("Content-Type", "text/html; charset=utf-8"), page.getBytes(StandardCharsets.UTF_8));
    }

    /** A redirect, relative or absolute. */
    public static Reply redirect(String location) {
        return new Reply(302, List.of("Location", location), new byte[0]);
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Reply(status, List.copyOf(more), body);
    }
}
