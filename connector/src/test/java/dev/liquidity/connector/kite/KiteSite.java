package dev.liquidity.connector.kite;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.tick.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.Buffer;

/** Kite's login and API on loopback. It lets the account below in, unless a test sets another answer. */
public final class KiteSite implements AutoCloseable {
    public static final String API_KEY = "kitekey0";
    public static final String USER = "AB1234";
    public static final String PASSWORD = "hush-password";
    public static final String TOTP_SECRET = "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp";
    public static final String API_SECRET = "hush-api-secret";
    public static final String REQUEST_TOKEN = "hushRequestToken";
    public static final String ACCESS_TOKEN = "hushAccessToken";
    public static final String COOKIE = "hushCookie";
    private static final byte[] TOTP_KEY =
            "Hello!\u00de\u00ad\u00be\u00efHello!\u00de\u00ad\u00be\u00ef".getBytes(StandardCharsets.ISO_8859_1);

    /** An answer that depends on the request. */
    public interface Answer extends Function<RecordedRequest, MockResponse> {}

    private final MockWebServer server = new MockWebServer();
    private final ManualClock clock;
    private final Map<String, Deque<Answer>> scripted = new ConcurrentHashMap<>();
    private final Map<String, Answer> standing = new ConcurrentHashMap<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> codes = new CopyOnWriteArrayList<>();
    private volatile Duration skew = Duration.ZERO;

    public KiteSite(ManualClock clock) throws IOException {
        this.clock = clock;
        always("/api/login", this::login);
        always("/api/twofa", this::twofa);
        always("/connect/login", this::connect);
        always("/connect/finish", this::finish);
        always("/session/token", this::token);
        always("/user/profile", this::profile);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        server.start();
    }

    /** The site's address without a slash at the end. */
    public String url() {
        return server.url("/").toString().replaceAll("/$", "");
    }

    /** Sets the answer for a path. */
    public void always(String path, Answer answer) {
        standing.put(path, answer);
    }

    /** The answer for a path. */
    public Answer standing(String path) {
        return standing.get(path);
    }

    /** Sets the answer for the next request of a path; several are used in turn. */
    public void once(String path, Answer answer) {
        scripted.computeIfAbsent(path, unused -> new ArrayDeque<>()).add(answer);
    }

    /** How much the site's clock is ahead of the host's. */
    public void skew(Duration ahead) {
        skew = ahead;
    }

    /** The number of requests for a path. */
    public int count(String path) {
        return (int) requests.stream()
                .filter(it -> it.getUrl().encodedPath().equals(path))
                .count();
    }

    public List<RecordedRequest> requests() {
        return requests;
    }

    /** The TOTP codes received, in order. */
    public List<String> codes() {
        return codes;
    }

    /** What must not be shown anywhere. */
    public List<String> secrets() {
        List<String> all = new CopyOnWriteArrayList<>(List.of(
                PASSWORD, TOTP_SECRET, "JBSWY3DP", API_SECRET, REQUEST_TOKEN, ACCESS_TOKEN, COOKIE, "hushRequestId"));
        all.addAll(codes);
        return all;
    }

    public Settings settings(Path sessionFile) {
        return settings(sessionFile, rules(2, 2, null, Set.of("CE", "PE", "FUT"), true), 3);
    }

    public static Settings.Instruments rules(int weekly, int monthly, String percent, Set<String> types, boolean spot) {
        return new Settings.Instruments(
                "NFO",
                weekly,
                monthly,
                percent == null ? null : new BigDecimal(percent),
                types,
                spot,
                "NSE",
                Duration.ofHours(1));
    }

    public Settings settings(Path sessionFile, Settings.Instruments rules, int sockets) {
        return new Settings(
                new Settings.Zerodha(
                        API_KEY,
                        new Secret(API_SECRET),
                        USER,
                        new Secret(PASSWORD),
                        new Secret(TOTP_SECRET),
                        URI.create(url()),
                        URI.create(url()),
                        URI.create("ws://127.0.0.1:1"),
                        sessionFile),
                null,
                new Settings.Connector(
                        sockets,
                        Mode.FULL,
                        LocalTime.of(8, 45),
                        LocalTime.of(15, 45),
                        50,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Path.of("journal"),
                        2),
                null,
                rules,
                null,
                null,
                null,
                null,
                null);
    }

    public KiteDesk desk(Path sessionFile) {
        return new KiteDesk(settings(sessionFile), clock, clock);
    }

    private MockResponse answer(RecordedRequest request) {
        requests.add(request);
        String path = request.getUrl().encodedPath();
        if (path.equals("/api/twofa")) {
            codes.add(form(request).get("twofa_value"));
        }
        Deque<Answer> next = scripted.get(path);
        Answer answer;
        synchronized (this) {
            answer = next == null ? null : next.poll();
        }
        if (answer == null) {
            answer = standing.getOrDefault(path, unused -> page(404));
        }
        MockResponse response = answer.apply(request);
        Instant now = clock.instant().plus(skew);
        return response.getHeaders().get("Date") != null
                ? response
                : response.newBuilder()
                        .headers(response.getHeaders()
                                .newBuilder()
                                .set("Date", now)
                                .build())
                        .build();
    }

    public static MockResponse json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    public static MockResponse error(int code, String type, String message) {
        return json(
                code,
                "{\"status\":\"error\",\"message\":\"" + message + "\",\"error_type\":\"" + type + "\",\"data\":null}");
    }

    public static MockResponse page(int code) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Content-Type", "text/html")
                .body("<html><body><h1>" + code + " of a proxy</h1></body></html>")
                .build();
    }

    public static MockResponse redirect(String location) {
        return new MockResponse.Builder()
                .code(302)
                .addHeader("Location", location)
                .build();
    }

    public static MockResponse gzip(String csv) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(csv.getBytes(StandardCharsets.UTF_8));
            }
            return new MockResponse.Builder()
                    .addHeader("Content-Type", "text/csv")
                    .addHeader("Content-Encoding", "gzip")
                    .body(new Buffer().write(bytes.toByteArray()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, String> form(RecordedRequest request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.getBody().utf8().split("&")) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private MockResponse login(RecordedRequest request) {
        Map<String, String> form = form(request);
        if (!USER.equals(form.get("user_id")) || !PASSWORD.equals(form.get("password"))) {
            return error(403, "UserException", "Invalid username or password.");
        }
        return json(200, loginReply("app_code", "[\"app_code\",\"sms\"]"))
                .newBuilder()
                .addHeader("Set-Cookie", "kf_session=" + COOKIE + "; path=/; HttpOnly")
                .build();
    }

    public static String loginReply(String type, String types) {
        return "{\"status\":\"success\",\"data\":{\"user_id\":\"" + USER + "\",\"request_id\":\"hushRequestId\","
                + "\"twofa_type\":\"" + type + "\",\"twofa_types\":" + types + ",\"profile\":{\"user_name\":\"A B\"}}}";
    }

    private MockResponse twofa(RecordedRequest request) {
        Map<String, String> form = form(request);
        boolean right = rightCode().equals(form.get("twofa_value"))
                && "hushRequestId".equals(form.get("request_id"))
                && hasCookie(request, "kf_session=" + COOKIE);
        if (!right) {
            return json(
                    403,
                    "{\"status\":\"error\",\"message\":\"Invalid TOTP\",\"error_type\":\"TwoFAException\","
                            + "\"data\":{\"attempts_remaining\":4}}");
        }
        if (!"app_code".equals(form.get("twofa_type"))) {
            return error(400, "TwoFAException", "The requested 2FA type is not available");
        }
        return json(200, "{\"status\":\"success\",\"data\":{\"profile\":{}}}")
                .newBuilder()
                .addHeader("Set-Cookie", "enctoken=" + COOKIE + "2; path=/")
                .build();
    }

    private String rightCode() {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(TOTP_KEY, "HmacSHA1"),
                            clock.instant().plus(skew));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private MockResponse connect(RecordedRequest request) {
        if (!hasCookie(request, "enctoken=" + COOKIE + "2")) {
            return page(200);
        }
        String key = request.getUrl().queryParameter("api_key");
        if (request.getUrl().queryParameter("sess_id") == null) {
            return redirect("/connect/login?v=3&api_key=" + key + "&sess_id=hushSess");
        }
        return redirect(url() + "/connect/finish?api_key=" + key + "&sess_id=hushSess");
    }

    private MockResponse finish(RecordedRequest request) {
        return redirect(
                "https://127.0.0.1:1/back?action=login&type=login&status=success&request_token=" + REQUEST_TOKEN);
    }

    private MockResponse token(RecordedRequest request) {
        Map<String, String> form = form(request);
        if (!checksum().equals(form.get("checksum")) || !REQUEST_TOKEN.equals(form.get("request_token"))) {
            return error(403, "TokenException", "Invalid `checksum`.");
        }
        return json(
                200,
                "{\"status\":\"success\",\"data\":{\"user_id\":\"" + USER + "\",\"api_key\":\"" + API_KEY
                        + "\",\"access_token\":\"" + ACCESS_TOKEN + count("/session/token")
                        + "\",\"public_token\":\"p\","
                        + "\"login_time\":\"2026-08-18 08:45:00\",\"exchanges\":[\"NSE\",\"NFO\"],"
                        + "\"products\":[\"NRML\"],\"order_types\":[\"MARKET\"]}}");
    }

    private static String checksum() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((API_KEY + REQUEST_TOKEN + API_SECRET).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private MockResponse profile(RecordedRequest request) {
        return authorized(request)
                ? json(200, "{\"status\":\"success\",\"data\":{\"user_name\":\"A B\",\"exchanges\":[\"NSE\"]}}")
                : error(403, "TokenException", "Incorrect `api_key` or `access_token`.");
    }

    /** Whether a request carries the newest access token. */
    public boolean authorized(RecordedRequest request) {
        return ("token " + API_KEY + ":" + ACCESS_TOKEN + count("/session/token"))
                .equals(request.getHeaders().get("Authorization"));
    }

    private static boolean hasCookie(RecordedRequest request, String cookie) {
        Headers headers = request.getHeaders();
        return headers.values("Cookie").stream().anyMatch(value -> value.contains(cookie));
    }

    @Override
    public void close() {
        server.close();
    }
}
