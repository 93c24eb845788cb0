package dev.liquidity.connector.kite.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebLoginTest {
    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @TempDir
    Path dir;

    private KiteSite site;
    private CapturedLog log;

    @BeforeEach
    void open() throws Exception {
        log = new CapturedLog();
        site = new KiteSite(clock);
    }

    @AfterEach
    void closeWithoutASecretInTheLog() {
        site.close();
        log.close();
        for (String secret : site.secrets()) {
            assertFalse(log.text().contains(secret), () -> "the log shows " + secret);
        }
    }

    private KiteSession login() throws InterruptedException {
        return site.desk(dir.resolve("session.json")).sessions().current();
    }

    /** The message of a refused login, checked for secrets together with its causes. */
    private String refusal() {
        return refusal(ExitCode.LOGIN_REFUSED, site.desk(dir.resolve("session.json")));
    }

    private String refusal(ExitCode exitCode, KiteDesk desk) {
        UserException refusal =
                assertThrows(UserException.class, () -> desk.sessions().current());
        assertEquals(exitCode, refusal.exitCode());
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            for (String secret : site.secrets()) {
                assertFalse(cause.toString().contains(secret), cause::toString);
            }
        }
        assertEquals(1, refusal.getMessage().lines().count());
        return refusal.getMessage();
    }

    private static void assertSays(String line, String... words) {
        for (String word : words) {
            assertTrue(line.contains(word), () -> "\"" + word + "\" is not in: " + line);
        }
    }

    @Test
    void logsInByRelativeAndAbsoluteRedirectsAndNeverConnectsToTheAppsAddress() throws Exception {
        KiteSession session = login();

        assertEquals(KiteSite.ACCESS_TOKEN + "1", session.accessToken().reveal());
        assertEquals(KiteSite.API_KEY, session.apiKey());
        assertEquals(KiteSite.USER, session.userId());
        assertEquals(
                List.of(
                        "/api/login",
                        "/api/twofa",
                        "/connect/login",
                        "/connect/login",
                        "/connect/finish",
                        "/session/token"),
                site.requests().stream()
                        .map(request -> request.getUrl().encodedPath())
                        .toList());
        assertEquals("app_code", KiteSite.form(site.requests().get(1)).get("twofa_type"));
        assertFalse(session.toString().contains(KiteSite.ACCESS_TOKEN));
    }

    @Test
    void readsTheRequestTokenFromAnAddressOfAnotherProgram() throws Exception {
        site.once(
                "/connect/finish", unused -> KiteSite.redirect("myapp://kite?request_token=" + KiteSite.REQUEST_TOKEN));

        assertEquals(KiteSite.ACCESS_TOKEN + "1", login().accessToken().reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"sms\",\"totp\"]", "[\"totp\"]"})
    void choosesTheOfferedFactorThatATotpSecretAnswers(String types) throws Exception {
        site.once("/api/login", unused -> KiteSite.json(200, KiteSite.loginReply("sms", types)));
        site.once("/api/twofa", unused -> KiteSite.json(200, "{\"status\":\"success\",\"data\":{}}"));
        site.once("/connect/login", unused -> KiteSite.redirect("/connect/finish"));

        login();

        assertEquals("totp", KiteSite.form(site.requests().get(1)).get("twofa_type"));
    }

    @Test
    void saysWhatIsNeededWhenNoFactorIsATotp() {
        site.once("/api/login", unused -> KiteSite.json(200, KiteSite.loginReply("sms", "[\"sms\",\"pin\"]")));

        assertSays(refusal(), "sms, pin", "enable external TOTP");
        assertEquals(0, site.count("/api/twofa"));
    }

    @Test
    void sendsAWrongPasswordOnceAndShowsTheAttemptsThatAreLeft() {
        site.always(
                "/api/login",
                unused -> KiteSite.json(
                        403,
                        "{\"status\":\"error\",\"message\":\"Invalid username or password "
                                + KiteSite.PASSWORD
                                + "\",\"error_type\":\"UserException\",\"data\":{\"attempts_remaining\":3}}"));

        assertSays(refusal(), "zerodha.password", "Invalid username or password ***", "attempts remaining: 3");
        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void retriesARefusedCodeOnceWithTheNextWindowsCode() throws Exception {
        site.once("/api/twofa", unused -> KiteSite.error(403, "TwoFAException", "Invalid TOTP"));

        login();

        assertEquals(2, site.codes().size());
        assertNotEquals(site.codes().get(0), site.codes().get(1));
        assertEquals(List.of(Duration.ofSeconds(25)), clock.sleeps());
        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void stopsAfterTheSecondRefusedCode() {
        site.always(
                "/api/twofa",
                unused -> KiteSite.json(
                        403,
                        "{\"status\":\"error\",\"message\":\"Invalid TOTP\","
                                + "\"error_type\":\"TwoFAException\",\"attempts_remaining\":2}"));

        assertSays(
                refusal(),
                "the clock is right, so most likely zerodha.totp_secret is wrong",
                "Invalid TOTP",
                "attempts remaining: 2");
        assertEquals(2, site.codes().size());
    }

    @Test
    void keepsTheLastAttemptForThePerson() {
        site.always(
                "/api/twofa",
                unused -> KiteSite.json(
                        403,
                        "{\"status\":\"error\",\"message\":\"Invalid TOTP\",\"data\":{\"attempts_remaining\":1}}"));

        assertSays(refusal(), "attempts remaining: 1");
        assertEquals(1, site.codes().size());
    }

    @Test
    void spendsNoCodeWhileTheClockIsHopelesslyWrongAndGoesOnOnceItIsSet() throws Exception {
        site.skew(Duration.ofDays(1));
        KiteDesk desk = site.desk(dir.resolve("session.json"));

        for (int attempt = 1; attempt <= 2; attempt++) {
            UnavailableException later = assertThrows(
                    UnavailableException.class, () -> desk.sessions().current());
            assertSays(later.getMessage(), "clock is 86400 s behind the login server's", "NTP");
            assertEquals(attempt, site.count("/api/login"));
        }
        assertEquals(List.of(), site.codes());

        site.skew(Duration.ZERO);
        assertEquals(
                KiteSite.ACCESS_TOKEN + "1",
                desk.sessions().current().accessToken().reveal());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/login, 200",
        "/api/login, 403",
        "/api/twofa, 200",
        "/connect/login, 403",
        "/connect/finish, 404",
        "/session/token, 200",
        "/session/token, 403"
    })
    void takesAPageForNoVerdictAndLeavesTheNextAttemptToALongWait(String path, int code) throws Exception {
        site.once(path, unused -> KiteSite.page(code));
        KiteDesk desk = site.desk(dir.resolve("session.json"));

        UnavailableException later =
                assertThrows(UnavailableException.class, () -> desk.sessions().current());

        assertSays(later.getMessage(), "HTTP " + code + " with a page instead of JSON", "if this lasts");
        assertFalse(later.getMessage().contains("does not take zerodha.api_key"), later.getMessage());
        assertEquals(1, site.count("/api/login"));
        assertEquals(
                KiteSite.ACCESS_TOKEN + (path.startsWith("/session") ? "2" : "1"),
                desk.sessions().current().accessToken().reveal());
    }

    @Test
    void tellsItsStepsAtDebug() throws Exception {
        login();

        String steps = log.text()
                .lines()
                .filter(line -> line.startsWith("DEBUG Login: "))
                .map(line -> line.substring("DEBUG Login: ".length()).strip())
                .collect(Collectors.joining("\n"));
        assertEquals(
                "sending the password of AB1234 to SITE\n"
                        + "the password is right; sending a code as app_code\n"
                        + "the code is right; asking for a request token\n"
                        + "redirected to SITE/connect/login\n"
                        + "redirected to SITE/connect/finish\n"
                        + "there is a request token; asking the API for a session",
                steps.replace(site.url(), "SITE"));
    }

    @Test
    void reportsAClockThatIsAhead() {
        site.skew(Duration.ofSeconds(-40));

        assertSays(refusal(), "clock is 40 s ahead of the login server's");
    }

    @Test
    void warnsOfAClockThatIsWrongThoughTheLoginSucceeds() throws Exception {
        site.skew(Duration.ofSeconds(7));

        login();

        assertTrue(log.text().contains("clock is 7 s behind the login server's"), log.text());
    }

    @Test
    void hidesCookiesThatAServerQuotes() {
        site.always(
                "/connect/login",
                unused -> KiteSite.error(400, "InputException", "session " + KiteSite.COOKIE + "2 is not known"));

        assertSays(refusal(), "session *** is not known");
    }

    @Test
    void endsACallThatIsUnderWayWhenItIsClosed() throws Exception {
        site.always(
                "/api/login",
                unused -> KiteSite.page(200)
                        .newBuilder()
                        .headersDelay(5, TimeUnit.MINUTES)
                        .build());
        KiteDesk desk = site.desk(dir.resolve("session.json"));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<KiteSession> login = caller.submit(() -> desk.sessions().current());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            // Each round has its own call to cancel; in the program a stop ends the wait between them.
            while (!login.isDone() && System.nanoTime() < deadline) {
                desk.close();
                Thread.onSpinWait();
            }
            ExecutionException failed = assertThrows(ExecutionException.class, () -> login.get(0, TimeUnit.SECONDS));
            assertSays(failed.getCause().getMessage(), "could not be reached");
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void waitsOutACodeThatIsAboutToExpire() throws Exception {
        clock.set("2026-08-18T03:15:27.500Z");

        login();

        assertEquals(List.of(Duration.ofMillis(2500)), clock.sleeps());
        assertEquals(1, site.codes().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request_token\": \"T\"}",
                "{\"status\":\"success\",\"data\":{\"request_token\":\"T\",\"status\":\"success\"}}",
                "<a href=\"https://127.0.0.1/?action=login&amp;status=success&amp;request_token=T\">go on</a>",
                "<meta http-equiv=refresh content='0; url=http://127.0.0.1?request_token=T&action=login'>",
                "<script>var request_token = 'T';</script>",
                "<script>post({\"request_token\" : \"T\"})</script>",
                "<form><input type=hidden name=\"request_token\" value=\"T\"></form>",
            })
    void readsTheRequestTokenOfA200Answer(String body) throws Exception {
        site.always(
                "/connect/finish",
                unused -> new MockResponse.Builder()
                        .body(body.replace("T\"", KiteSite.REQUEST_TOKEN + "\"")
                                .replace("T'", KiteSite.REQUEST_TOKEN + "'")
                                .replace("T&", KiteSite.REQUEST_TOKEN + "&"))
                        .build());

        assertEquals(KiteSite.ACCESS_TOKEN + "1", login().accessToken().reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request_token\": null}",
                "<a href=\"/connect/login?request_token=\">log in</a>",
                "<script>url += '?request_token=' + encodeURIComponent(token)</script>",
                "<script>url += `request_token=encodeURIComponent(token)`</script>",
                "<script>request_token = 'theSessionOfThisPage.requestToken'</script>",
            })
    void findsNoRequestTokenInAPageThatHasNone(String body) {
        site.always(
                "/connect/finish",
                unused -> new MockResponse.Builder().body(body).build());

        assertSays(refusal(), "never authorised");
        assertEquals(0, site.count("/session/token"));
    }

    @Test
    void doesNotTakeARequestTokenOfARefusal() {
        site.always(
                "/connect/login",
                unused -> KiteSite.json(
                        403, "{\"status\":\"error\",\"request_token\":\"" + KiteSite.REQUEST_TOKEN + "\"}"));

        assertSays(refusal(), "HTTP 403");
        assertEquals(0, site.count("/session/token"));
    }

    @Test
    void sendsABrowsersHeadersToTheLoginPagesOnly() throws Exception {
        login();

        for (RecordedRequest request : site.requests().subList(0, 5)) {
            Headers headers = request.getHeaders();
            assertTrue(headers.get("User-Agent").startsWith("Mozilla/5.0 ("), headers::toString);
            assertEquals("en-US,en;q=0.9", headers.get("Accept-Language"));
            assertEquals(site.url() + "/", headers.get("Referer"));
            boolean isPage = request.getMethod().equals("GET");
            assertTrue(
                    headers.get("Accept").startsWith(isPage ? "text/html," : "application/json,"), headers::toString);
        }
        Headers ofApi = site.requests().get(5).getHeaders();
        assertFalse(ofApi.get("User-Agent").startsWith("Mozilla"), ofApi::toString);
        assertNull(ofApi.get("Referer"));
    }

    @Test
    void takesA200PageForAnAppThatWasNeverAuthorised() {
        site.always("/connect/login", unused -> KiteSite.page(200));

        assertSays(refusal(), "never authorised", "/connect/login?v=3&api_key=");
    }

    @Test
    void reportsAnApiKeyThatConnectRefuses() {
        site.always("/connect/login", unused -> KiteSite.error(400, "InputException", "Invalid `api_key`."));

        assertSays(refusal(), "zerodha.api_key", "Invalid `api_key`.");
    }

    @Test
    void followsNoRedirectToAnotherHost() {
        site.always(
                "/connect/finish",
                unused -> KiteSite.redirect("http://127.0.0.1:1/elsewhere?status=error&message=denied"));

        assertSays(refusal(), "redirected to http://127.0.0.1:1 without a request_token", "denied");
    }

    @Test
    void endsAfterTenRedirects() {
        site.always("/connect/login", unused -> KiteSite.redirect("/connect/login?again"));

        assertSays(refusal(), "redirected 10 times");
        assertEquals(10, site.count("/connect/login"));
    }

    @Test
    void blamesTheApiSecretForAWrongChecksum() {
        site.always("/session/token", unused -> KiteSite.error(403, "TokenException", "Invalid `checksum`."));

        assertSays(refusal(), "zerodha.api_secret", "Invalid `checksum`.");
        assertEquals(1, site.count("/session/token"));
    }

    @Test
    void reportsAKeyWithoutAPlan() {
        site.always(
                "/session/token",
                unused -> KiteSite.error(403, "PermissionException", "Insufficient permission for that call."));

        assertSays(refusal(), "paid plan", "Insufficient permission");
    }

    @Test
    void distinguishesAPageFromAVerdict() {
        site.always("/api/login", unused -> KiteSite.page(403));

        String line = refusal();
        assertSays(line, "HTTP 403 with a page instead of JSON", "zerodha.login_url");
        assertFalse(line.contains("<h1>"));
        assertFalse(line.contains("password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/login", "/api/twofa", "/connect/login", "/connect/finish", "/session/token"})
    void startsOverAfterAProxysErrorPageAnywhereAndSendsNoCodeTwice(String path) throws Exception {
        site.once(path, unused -> KiteSite.page(502));

        login();

        assertEquals(site.codes().size(), site.codes().stream().distinct().count());
        assertTrue(site.count(path) >= 2);
    }

    @Test
    void startsOverAfterALostAnswer() throws Exception {
        site.once(
                "/api/twofa",
                unused -> new MockResponse.Builder()
                        .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());

        login();

        assertEquals(2, site.codes().stream().distinct().count());
        assertEquals(2, site.codes().size());
    }

    @Test
    void sendsNoMoreThanThreeCodesToAServerThatLosesItsAnswers() {
        site.always("/api/twofa", unused -> KiteSite.page(502));

        assertSays(refusal(), "HTTP 502 with a page instead of JSON, tried 3 times");
        assertEquals(3, site.codes().stream().distinct().count());
        assertEquals(3, site.codes().size());
    }

    @Test
    void givesUpOnAServerThatStaysBusy() {
        site.always("/api/login", unused -> KiteSite.error(429, "NetworkException", "Too many requests"));

        assertSays(refusal(), "login impossible", "429", "tried 5 times");
        assertEquals(5, site.count("/api/login"));
    }

    @Test
    void saysThatTheLoginServerCouldNotBeReached() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Settings settings = at(site.settings(dir.resolve("session.json")), URI.create("http://127.0.0.1:" + free));

        assertSays(
                refusal(ExitCode.LOGIN_REFUSED, new KiteDesk(settings, clock, clock)),
                "http://127.0.0.1:" + free + " could not be reached",
                "tried 5 times");
    }

    @Test
    void doesNotReadAnEndlessAnswer() {
        site.always("/api/login", unused -> KiteSite.json(200, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));

        assertSays(refusal(), "more than 1 MB");
    }

    @Test
    void doesNotUnpackAnEndlessAnswer() throws IOException {
        Buffer bomb = new Buffer();
        try (BufferedSink gzip = Okio.buffer(new GzipSink(bomb))) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                gzip.write(megabyte);
            }
        }
        ByteString packed = bomb.readByteString();
        site.always(
                "/api/login",
                unused -> new MockResponse.Builder()
                        .addHeader("Content-Encoding", "gzip")
                        .body(new Buffer().write(packed))
                        .build());

        assertSays(refusal(), "more than 1 MB");
    }

    private static Settings at(Settings settings, URI loginUrl) {
        Settings.Zerodha account = settings.zerodha();
        return new Settings(
                new Settings.Zerodha(
                        account.apiKey(),
                        account.apiSecret(),
                        account.userId(),
                        account.password(),
                        account.totpSecret(),
                        loginUrl,
                        account.apiUrl(),
                        account.tickerUrl(),
                        account.sessionFile()),
                settings.redis(),
                settings.connector(),
                settings.calendar(),
                settings.instruments(),
                settings.persistence(),
                settings.telegram(),
                settings.notifications(),
                settings.metricsPort(),
                settings.logging());
    }
}
