package dev.liquidity.sandbox.ticker;

import dev.liquidity.sandbox.http.BadRequestException;
import dev.liquidity.sandbox.http.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The opening of a WebSocket (RFC 6455, section 4): accepted with 101, or refused with a status. */
final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Says which status a client gets: 101 to let it in. */
    @FunctionalInterface
    interface Door {
        int status(String apiKey, String accessToken);
    }

    private Handshake() {}

    /** Reads the request and answers it; whether the client is in. */
    static boolean perform(InputStream in, OutputStream out, Door door) throws IOException {
        RequestHead head;
        try {
            head = RequestHead.read(in);
        } catch (BadRequestException e) {
            refuse(out, 400);
            return false;
        }
        if (head == null) {
            return false;
        }
        String key = head.header("Sec-WebSocket-Key");
        if (key == null || !"GET".equals(head.method())) {
            refuse(out, 400);
            return false;
        }
        int status = door.status(head.query("api_key"), head.query("access_token"));
        if (status != 101) {
            refuse(out, status);
            return false;
        }
        write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
        return true;
    }

    private static void refuse(OutputStream out, int status) throws IOException {
        String body = status >= 500
                ? "<html><body><h1>" + status + " Bad Gateway</h1></body></html>"
                : "{\"status\":\"error\",\"message\":\""
                        + (status == 429 ? "Too many requests" : "Authentication failed.") + "\",\"error_type\":\""
                        + (status == 429 ? "NetworkException" : "TokenException") + "\"}";
        String type = status >= 500 ? "text/html" : "application/json";
        write(
                out,
                "HTTP/1.1 " + status + " Refused\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
