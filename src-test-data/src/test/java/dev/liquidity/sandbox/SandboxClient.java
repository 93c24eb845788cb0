package dev.liquidity.sandbox;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.sandbox.web.Credentials;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/** A client that does by hand what Kite's login asks for, on the JDK's HTTP client. */
final class SandboxClient {
    /** {@code JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP} in Base32. */
    private static final byte[] TOTP_KEY = HexFormat.of().parseHex("48656c6c6f21deadbeef48656c6c6f21deadbeef");

    private final SandboxExchange exchange;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private String accessToken = "";

    SandboxClient(SandboxExchange exchange) {
        this.exchange = exchange;
    }

    /** The whole login; returns the access token. */
    String login() throws Exception {
        String requestId = field(password(exchange.credentials().password()), "request_id");
        HttpResponse<String> second = secondFactor(requestId, totp(Instant.now()), "totp");
        if (second.statusCode() != 200) {
            throw new IOException(second.body());
        }
        HttpResponse<String> session = session(requestToken());
        accessToken = field(session, "access_token");
        return accessToken;
    }

    HttpResponse<String> password(String password) throws Exception {
        return post("/api/login", "user_id=" + exchange.credentials().userId() + "&password=" + password);
    }

    HttpResponse<String> secondFactor(String requestId, String value, String type) throws Exception {
        return post(
                "/api/twofa",
                "user_id=" + exchange.credentials().userId() + "&request_id=" + requestId + "&twofa_value=" + value
                        + "&twofa_type=" + type + "&skip_session=true");
    }

    /** Follows the redirects until one leaves the sandbox; returns the request token in it. */
    String requestToken() throws Exception {
        URI next = exchange.loginUrl()
                .resolve("/connect/login?v=3&api_key=" + exchange.credentials().apiKey());
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = get(next);
            String location = response.headers().firstValue("Location").orElseThrow();
            next = next.resolve(location);
            if (next.getPort() != exchange.loginUrl().getPort()) {
                String after = next.getQuery().substring(next.getQuery().indexOf("request_token=") + 14);
                return after.replaceAll("&.*", "");
            }
        }
        throw new IOException("redirected for ever");
    }

    HttpResponse<String> session(String requestToken) throws Exception {
        Credentials credentials = exchange.credentials();
        String checksum = sha256(credentials.apiKey() + requestToken + credentials.apiSecret());
        return post(
                "/session/token",
                "api_key=" + credentials.apiKey() + "&request_token=" + requestToken + "&checksum=" + checksum);
    }

    HttpResponse<String> get(URI uri) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header(
                                "Authorization",
                                "token " + exchange.credentials().apiKey() + ":" + accessToken)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return get(exchange.apiUrl().resolve(path));
    }

    HttpResponse<byte[]> bytes(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(exchange.apiUrl().resolve(path))
                        .header(
                                "Authorization",
                                "token " + exchange.credentials().apiKey() + ":" + accessToken)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(exchange.loginUrl().resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A WebSocket to the ticker. */
    TickerClient ticker() {
        return ticker(accessToken);
    }

    TickerClient ticker(String token) {
        String query = "?api_key=" + exchange.credentials().apiKey() + "&access_token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
        return TickerClient.open(http, URI.create(exchange.tickerUrl() + "/" + query));
    }

    static String totp(Instant time) throws GeneralSecurityException {
        TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
        return generator.generateOneTimePasswordString(new SecretKeySpec(TOTP_KEY, generator.getAlgorithm()), time);
    }

    /** The first value of a field anywhere in the document; null if absent. */
    static String field(HttpResponse<String> response, String name) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(response.body())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals(name)) {
                    json.nextToken();
                    return json.getValueAsString();
                }
            }
        }
        return null;
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
