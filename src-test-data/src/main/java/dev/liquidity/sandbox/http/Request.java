package dev.liquidity.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request with its body. */
public record Request(RequestHead head, byte[] body) {
    public String method() {
        return head.method();
    }

    public String path() {
        return head.path();
    }

    /** The first value of a query parameter; null if absent. */
    public String query(String name) {
        return head.query(name);
    }

    /** The form in the body. */
    public Form form() {
        return new Form(RequestHead.form(new String(body, StandardCharsets.UTF_8)));
    }

    /** The cookies by name. */
    public Map<String, String> cookies() {
        Map<String, String> cookies = new HashMap<>();
        String header = head.header("Cookie");
        if (header != null) {
            for (String cookie : header.split(";")) {
                int equals = cookie.indexOf('=');
                if (equals > 0) {
                    cookies.put(
                            cookie.substring(0, equals).strip(),
                            cookie.substring(equals + 1).strip());
                }
            }
        }
        return cookies;
    }

    /** A form's values. */
    public record Form(Map<String, List<String>> values) {
        /** The first value of a name; empty when there is none. */
        public String get(String name) {
            List<String> all = values.get(name);
            return all == null ? "" : all.get(0);
        }
    }
}
