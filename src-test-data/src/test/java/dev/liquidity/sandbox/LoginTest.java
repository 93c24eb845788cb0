package dev.liquidity.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {

    @AutoClose
    private SandboxExchange exchange;

    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        exchange = SandboxExchange.start(new SandboxOptions());
        client = new SandboxClient(exchange);
    }

    @Test
    void letsInWhoKnowsPasswordAndTotpAndServesTheProfile() throws Exception {
        client.login();
        assertEquals("SB1234", SandboxClient.field(client.get("/user/profile"), "user_id"));
    }

    @Test
    void refusesAWrongPasswordAndCountsTheAttempts() throws Exception {
        HttpResponse<String> first = client.password("wrong");
        assertEquals(400, first.statusCode());
        assertEquals("4", SandboxClient.field(first, "attempts_remaining"));
        assertEquals("3", SandboxClient.field(client.password("wrong"), "attempts_remaining"));
    }

    @Test
    void refusesAWrongTotpAndARightOneOfAnotherHour() throws Exception {
        String requestId =
                SandboxClient.field(client.password(exchange.credentials().password()), "request_id");
        String late = SandboxClient.totp(Instant.now().minusSeconds(3_600));
        HttpResponse<String> refused = client.secondFactor(requestId, late, "totp");
        assertEquals(403, refused.statusCode());
        assertEquals("TwoFAException", SandboxClient.field(refused, "error_type"));
        exchange.faults().failTotp(1);
        String right = SandboxClient.totp(Instant.now());
        assertEquals(403, client.secondFactor(requestId, right, "totp").statusCode());
        assertEquals(200, client.secondFactor(requestId, right, "totp").statusCode());
    }

    @Test
    void choosesTheSecondFactorItself() throws Exception {
        exchange.faults().twofaType("app_code");
        HttpResponse<String> password = client.password(exchange.credentials().password());
        assertEquals("app_code", SandboxClient.field(password, "twofa_type"));
        String requestId = SandboxClient.field(password, "request_id");
        String totp = SandboxClient.totp(Instant.now());
        HttpResponse<String> refused = client.secondFactor(requestId, totp, "totp");
        assertEquals("The requested 2FA type is not available.", SandboxClient.field(refused, "message"));
        assertEquals(200, client.secondFactor(requestId, totp, "app_code").statusCode());
    }

    @Test
    void wantsTheCookiesOfTheStepBefore() throws Exception {
        String requestId =
                SandboxClient.field(client.password(exchange.credentials().password()), "request_id");
        SandboxClient stranger = new SandboxClient(exchange);
        String totp = SandboxClient.totp(Instant.now());
        assertEquals(403, stranger.secondFactor(requestId, totp, "totp").statusCode());
        assertEquals(
                200,
                stranger.get("/connect/login?v=3&api_key="
                                + exchange.credentials().apiKey())
                        .statusCode());
    }

    @Test
    void redirectsRelativelyThenAbsolutelyThenToTheApp() throws Exception {
        client.login();
        HttpResponse<String> first = client.get(
                "/connect/login?v=3&api_key=" + exchange.credentials().apiKey());
        String relative = first.headers().firstValue("Location").orElseThrow();
        assertTrue(relative.startsWith("/connect/login?"), relative);
        HttpResponse<String> second = client.get(relative);
        String absolute = second.headers().firstValue("Location").orElseThrow();
        assertTrue(absolute.startsWith(exchange.loginUrl() + "/connect/finish?"), absolute);
        String app = client.get(absolute).headers().firstValue("Location").orElseThrow();
        assertTrue(app.startsWith("http://127.0.0.1/?") && app.contains("status=success&request_token="), app);
    }

    @Test
    void endsAtAPageWhenTheAppIsNotAuthorised() throws Exception {
        client.login();
        exchange.faults().authorised(false);
        HttpResponse<String> first = client.get(
                "/connect/login?v=3&api_key=" + exchange.credentials().apiKey());
        HttpResponse<String> second =
                client.get(first.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> page =
                client.get(second.headers().firstValue("Location").orElseThrow());
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Authorize"));
    }

    @Test
    void takesARequestTokenOnce() throws Exception {
        client.login();
        String token = client.requestToken();
        assertEquals(200, client.session(token).statusCode());
        HttpResponse<String> again = client.session(token);
        assertEquals(403, again.statusCode());
        assertEquals("TokenException", SandboxClient.field(again, "error_type"));
    }

    @Test
    void refusesAWrongChecksum() throws Exception {
        client.login();
        HttpResponse<String> refused = client.post(
                "/session/token",
                "api_key=" + exchange.credentials().apiKey() + "&request_token=" + client.requestToken()
                        + "&checksum=00");
        assertEquals(403, refused.statusCode());
        assertEquals("Invalid `checksum`.", SandboxClient.field(refused, "message"));
    }

    @Test
    void answersADeadTokenWithATokenException() throws Exception {
        client.login();
        exchange.faults().killTokens();
        HttpResponse<String> refused = client.get("/user/profile");
        assertEquals(403, refused.statusCode());
        assertEquals("TokenException", SandboxClient.field(refused, "error_type"));
    }

    @Test
    void aSecondLoginEndsTheFirstSession() throws Exception {
        client.login();
        new SandboxClient(exchange).login();
        assertEquals(403, client.get("/user/profile").statusCode());
    }

    @Test
    void servesTheInstrumentsOfAnExchangeGzipped() throws Exception {
        client.login();
        HttpResponse<byte[]> response = client.bytes("/instruments/BFO");
        assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElseThrow());
        String csv = new String(
                new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exchange.dump().csv("BFO"), csv);
        assertTrue(csv.lines().skip(1).allMatch(row -> row.endsWith(",BFO")));
    }

    @Test
    void quotesTheSpotByItsKey() throws Exception {
        client.login();
        HttpResponse<String> ltp = client.get("/quote/ltp?i=NSE:NIFTY+50&i=NSE:NOBODY");
        assertEquals("256265", SandboxClient.field(ltp, "instrument_token"));
        assertTrue(Double.parseDouble(SandboxClient.field(ltp, "last_price")) > 20_000);
        assertNull(SandboxClient.field(ltp, "NSE:NOBODY"));
    }

    @Test
    void limitsQuotesToOneASecond() throws Exception {
        client.login();
        long begin = System.nanoTime();
        int allowed = 0;
        int status = client.get("/quote/ltp?i=NSE:INFY").statusCode();
        // On a loaded machine the second may come more than a second later, when it is allowed.
        for (; status == 200; status = client.get("/quote/ltp?i=NSE:INFY").statusCode()) {
            allowed++;
        }
        assertEquals(429, status);
        assertTrue(allowed >= 1 && allowed <= 1 + (System.nanoTime() - begin) / 1_000_000_000L, "allowed " + allowed);
    }

    @Test
    void answersWithAProxysErrorPage() throws Exception {
        exchange.faults().badGateway(1);
        HttpResponse<String> page = client.password("any");
        assertEquals(502, page.statusCode());
        assertTrue(page.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        assertEquals(400, client.password("any").statusCode());
    }

    @Test
    void datesItsAnswersByAClockThatCanBeWrong() throws Exception {
        exchange.faults().skewClock(Duration.ofMinutes(7));
        String date = client.password("any").headers().firstValue("Date").orElseThrow();
        Instant served =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        long ahead = Duration.between(Instant.now(), served).toSeconds();
        assertTrue(ahead >= 418 && ahead <= 420, "ahead by " + ahead);
    }
}
