package dev.liquidity.sandbox.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.http.Json;
import dev.liquidity.sandbox.http.Reply;
import dev.liquidity.sandbox.http.Request;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The REST API: session, profile, instruments and quotes, as Kite Connect answers them. */
final class ApiPages {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(Market.IST);
    private static final List<String> EXCHANGES = List.of("NSE", "BSE", "NFO", "BFO");

    private final Credentials account;
    private final Sessions sessions;
    private final Switches switches;
    private final Market market;
    private final Map<String, byte[]> zipped = new HashMap<>();
    private Dump dump;

    ApiPages(Credentials account, Sessions sessions, Switches switches, Market market) {
        this.account = account;
        this.sessions = sessions;
        this.switches = switches;
        this.market = market;
    }

    /** {@code POST /session/token}. */
    Reply session(Request request) {
        Request.Form form = request.form();
        if (!form.get("api_key").equals(account.apiKey())) {
            return Reply.error(403, "InputException", "Invalid `api_key`.");
        }
        String checksum = sha256(account.apiKey() + form.get("request_token") + account.apiSecret());
        if (!checksum.equals(form.get("checksum"))) {
            return Reply.error(403, "TokenException", "Invalid `checksum`.");
        }
        if (!sessions.spend(form.get("request_token"))) {
            return Reply.error(403, "TokenException", "Token is invalid or has expired.");
        }
        String accessToken = sessions.openApi();
        return Reply.json(200, new Json().success(json -> {
                    profile(json);
                    json.writeStringField("api_key", account.apiKey());
                    json.writeStringField("access_token", accessToken);
                    json.writeStringField("public_token", "public" + accessToken.substring(0, 8));
                    json.writeStringField("refresh_token", "");
                    json.writeStringField("enctoken", "");
                    json.writeStringField("login_time", TIME.format(Instant.ofEpochSecond(market.epochSeconds())));
                }));
    }

    /** {@code DELETE /session/token}. */
    Reply logout(Request request) {
        sessions.end(request.query("access_token"));
        return Reply.json(200, new Json().write(json -> {
                    json.writeStartObject();
                    json.writeStringField("status", "success");
                    json.writeBooleanField("data", true);
                    json.writeEndObject();
                }));
    }

    /** The refusal of a request whose token is not alive; null for any other. */
    Reply refusal(Request request) {
        String authorization = request.head().header("Authorization");
        String prefix = "token " + account.apiKey() + ":";
        if (authorization == null
                || !authorization.startsWith(prefix)
                || !sessions.isAlive(authorization.substring(prefix.length()))) {
            return Reply.error(403, "TokenException", "Incorrect `api_key` or `access_token`.");
        }
        return null;
    }

    /** {@code GET /user/profile}. */
    Reply profile() {
        return Reply.json(200, new Json().success(this::profile));
    }

    private void profile(JsonGenerator json) throws IOException {
        json.writeStringField("user_id", account.userId());
        json.writeStringField("user_type", "individual");
        json.writeStringField("user_name", "Sandbox User");
        json.writeStringField("user_shortname", "Sandbox");
        json.writeStringField("email", "sandbox@example.invalid");
        json.writeStringField("broker", "ZERODHA");
        for (String list : List.of("exchanges", "products", "order_types")) {
            json.writeArrayFieldStart(list);
            for (String value : list.equals("exchanges") ? EXCHANGES : List.of("NRML")) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeNullField("avatar_url");
        json.writeObjectFieldStart("meta");
        json.writeStringField("demat_consent", "physical");
        json.writeEndObject();
    }

    /** {@code GET /instruments} and {@code GET /instruments/NFO}; an exchange without instruments has only a header. */
    Reply instruments(Request request) {
        String[] parts = request.path().split("/");
        String exchange = parts.length > 2 ? parts[2] : "";
        byte[] body = zipped(exchange);
        return new Reply(200, List.of("Content-Type", "text/csv", "Content-Encoding", "gzip"), body);
    }

    private synchronized byte[] zipped(String exchange) {
        Dump now = market.dumpOfToday();
        if (dump == null || !now.listings().equals(dump.listings())) {
            dump = now;
            zipped.clear();
        }
        return zipped.computeIfAbsent(exchange, name -> zip(now.csv(name.isEmpty() ? null : name)));
    }

    /** {@code GET /quote}, {@code /quote/ltp} and {@code /quote/ohlc}; what is unknown is left out, as Kite does. */
    Reply quote(Request request) {
        if (!switches.dataPlan()) {
            return Reply.error(403, "PermissionException", "Insufficient permission for that call.");
        }
        List<String> keys = request.head().query().getOrDefault("i", List.of());
        long now = market.epochSeconds();
        return Reply.json(200, new Json().success(json -> {
                    for (String key : keys) {
                        Listing listing = market.dump().ofQuoteKey(key);
                        if (listing != null) {
                            json.writeObjectFieldStart(key);
                            QuoteJson quote = new QuoteJson(json, market.feed(listing.token()), now);
                            switch (request.path()) {
                                case "/quote/ltp" -> quote.ltp();
                                case "/quote/ohlc" -> quote.ohlc();
                                default -> quote.full();
                            }
                            json.writeEndObject();
                        }
                    }
                }));
    }

    private static byte[] zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
