package dev.liquidity.sandbox.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first line and the headers of an HTTP request.
 *
 * @param path without the query, decoded
 * @param query the parameters after the question mark, decoded; every value of a name
 * @param headers by lower-case name
 */
public record RequestHead(String method, String path, Map<String, List<String>> query, Map<String, String> headers) {
    private static final int MAX_BYTES = 64 * 1024;

    /**
     * Reads a head.
     *
     * @return null at the end of the stream
     * @throws BadRequestException for anything that is not HTTP
     */
    public static RequestHead read(InputStream in) throws IOException {
        String first = line(in, MAX_BYTES);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ");
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequestException("not a request line: " + parts.length + " words");
        }
        Map<String, String> headers = new TreeMap<>();
        int left = MAX_BYTES;
        while (true) {
            String header = line(in, left);
            if (header == null) {
                throw new EOFException("the head broke off");
            }
            if (header.isEmpty()) {
                break;
            }
            left -= header.length();
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new BadRequestException("not a header");
            }
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        int question = parts[1].indexOf('?');
        String path = question < 0 ? parts[1] : parts[1].substring(0, question);
        String query = question < 0 ? "" : parts[1].substring(question + 1);
        try {
            return new RequestHead(parts[0], URLDecoder.decode(path, StandardCharsets.UTF_8), form(query), headers);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("not a URL: " + e.getMessage());
        }
    }

    /** The parameters of a form or a query. */
    static Map<String, List<String>> form(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
            }
        }
        return values;
    }

    /** The first value of a query parameter; null if absent. */
    public String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** A header; null if absent. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in, int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() >= limit) {
                throw new BadRequestException("the head is too long");
            }
            line.append((char) c);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }
}
