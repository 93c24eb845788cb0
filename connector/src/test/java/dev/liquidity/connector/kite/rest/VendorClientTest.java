package dev.liquidity.connector.kite.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Secret;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The redirected vendor's client, through the API calls that use it. */
class VendorClientTest {
    private static final KiteSession SESSION =
            new KiteSession(KiteSite.API_KEY, KiteSite.USER, new Secret("hushToken"), Instant.EPOCH);

    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @AutoClose
    private KiteSite site;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
    }

    private KiteApi api(String prefix) {
        Redaction redaction = new Redaction();
        redaction.hide(SESSION.accessToken());
        return new KiteApi(URI.create(site.url() + prefix), KiteSite.API_KEY, clock, new Http(redaction));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/behind/a/proxy", "/behind/a/proxy/"})
    void sendsTheVendorsCallsToTheConfiguredAddress(String prefix) throws Exception {
        String path = prefix.replaceAll("/$", "") + "/quote/ltp";
        site.always(
                path,
                unused -> KiteSite.json(
                        200,
                        "{\"status\":\"success\",\"data\":{"
                                + "\"NSE:NIFTY 50\":{\"instrument_token\":256265,\"last_price\":24650.05},"
                                + "\"NSE:M&M\":{\"instrument_token\":519937,\"last_price\":3000}}}"));

        Map<String, BigDecimal> prices = api(prefix).lastPrices(SESSION, List.of("NSE:NIFTY 50", "NSE:M&M"));

        assertEquals(Map.of("NSE:NIFTY 50", new BigDecimal("24650.05"), "NSE:M&M", new BigDecimal("3000.0")), prices);
        RecordedRequest request = site.requests().get(0);
        assertEquals(path, request.getUrl().encodedPath());
        assertEquals(List.of("NSE:NIFTY 50", "NSE:M&M"), request.getUrl().queryParameterValues("i"));
        assertEquals("token kitekey0:hushToken", request.getHeaders().get("Authorization"));
        assertEquals("3", request.getHeaders().get("X-Kite-Version"));
    }

    @Test
    void servesTwoServersInOneProcess() throws Exception {
        try (KiteSite other = new KiteSite(clock)) {
            String profile = "{\"status\":\"success\",\"data\":{\"user_name\":\"A\"}}";
            site.always("/user/profile", unused -> KiteSite.json(200, profile));
            other.always("/user/profile", unused -> KiteSite.json(200, profile));
            KiteApi here = api("");
            KiteApi there = new KiteApi(URI.create(other.url()), "otherkey", clock, new Http(new Redaction()));

            there.check(SESSION);
            here.check(SESSION);

            assertEquals(1, site.count("/user/profile"));
            assertEquals(1, other.count("/user/profile"));
        }
    }

    @Test
    void distinguishesADeadTokenFromAMissingPermission() {
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "Incorrect hushToken"));
        site.once("/user/profile", unused -> KiteSite.error(403, "PermissionException", "Insufficient permission"));

        RefusedException dead = refused();
        RefusedException missing = refused();

        assertTrue(dead.isDeadToken());
        assertFalse(dead.isNotPermitted());
        assertEquals("HTTP 403, \"Incorrect ***\"", dead.getMessage());
        assertTrue(missing.isNotPermitted());
    }

    private RefusedException refused() {
        return assertThrows(RefusedException.class, () -> api("").check(SESSION));
    }

    @Test
    void readsAJsonAnswerWithoutAContentType() throws Exception {
        site.always(
                "/user/profile",
                unused -> new MockResponse.Builder()
                        .body("{\"status\":\"success\",\"data\":{\"user_name\":\"A\"}}")
                        .build());

        api("").check(SESSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 403, 404})
    void takesAPageForNoVerdictWithoutQuotingIt(int status) {
        site.always("/user/profile", unused -> KiteSite.page(status));

        TransientException page = assertThrows(TransientException.class, () -> api("").check(SESSION));

        assertTrue(page.isLasting());
        assertEquals(
                site.url() + " answered HTTP " + status
                        + " with a page instead of JSON; if this lasts, check zerodha.api_url",
                page.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"status\":\"success\",\"data\":[1]}", "{\"status\":\"success\",\"data\":\"hushToken\"}"
            })
    void refusesJsonOfAnotherShapeWithoutQuotingIt(String body) {
        site.always("/session/token", unused -> KiteSite.json(200, body));

        IOException refused = assertThrows(
                RefusedException.class,
                () -> api("").open(KiteSite.USER, new Secret("hushRequest"), new Secret("hushSecret")));

        assertFalse(refused.getMessage().contains("hush"), refused.getMessage());
        assertNull(refused.getCause());
    }

    @Test
    void hasNoVerdictWhenNobodyListens() {
        KiteApi api = api("");
        site.close();

        TransientException nobody = assertThrows(TransientException.class, () -> api.check(SESSION));

        assertTrue(nobody.getMessage().contains("could not be reached"), nobody.getMessage());
        assertNull(nobody.getCause());
    }
}
