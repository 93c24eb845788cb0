package dev.liquidity.connector.kite.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    @TempDir
    Path dir;

    @AutoClose
    private KiteSite site;

    private Path file;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
        file = dir.resolve("data").resolve("session.json");
    }

    private SessionProvider sessions() {
        return site.desk(file).sessions();
    }

    private KiteSession kept() {
        return new SessionFile(file).read().orElseThrow();
    }

    @Test
    void keepsTheSessionForItsOwnerOnlyAndLeavesNothingBeside() throws Exception {
        KiteSession session = sessions().current();

        assertEquals(session, kept());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(
                    List.of(file, dir.resolve("data/session.json.lock")),
                    files.sorted().toList());
        }
    }

    @Test
    void reusesTheKeptSessionWithoutALogin() throws Exception {
        KiteSession first = sessions().current();

        assertEquals(first, sessions().current());
        assertEquals(1, site.count("/api/login"));
        assertEquals(1, site.count("/user/profile"));
    }

    @Test
    void logsInOnceWhileTheSessionLives() throws Exception {
        SessionProvider sessions = sessions();

        assertSame(sessions.current(), sessions.current());
        assertEquals(
                1,
                site.requests().stream()
                        .filter(request -> request.getUrl().encodedPath().equals("/api/login"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource({
        // just before and at 06:00 IST of the next day
        "2026-08-18T03:15:05Z, 2026-08-19T00:29:59Z, 1",
        "2026-08-18T03:15:05Z, 2026-08-19T00:30:00Z, 2",
        // a login at 05:00 IST ends an hour later
        "2026-08-17T23:30:05Z, 2026-08-18T00:29:00Z, 1",
        "2026-08-17T23:30:05Z, 2026-08-18T00:31:00Z, 2",
    })
    void endsASessionAtSixInIndia(String login, String later, int logins) throws Exception {
        clock.set(login);
        SessionProvider sessions = sessions();
        sessions.current();

        clock.set(later);
        sessions.current();
        sessions().current();

        assertEquals(logins, site.count("/api/login"));
    }

    @Test
    void logsInWhenTheServerNoLongerTakesTheKeptSession() throws Exception {
        sessions().current();
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "Incorrect `access_token`."));

        assertEquals(
                KiteSite.ACCESS_TOKEN + "2", sessions().current().accessToken().reveal());
        assertEquals(KiteSite.ACCESS_TOKEN + "2", kept().accessToken().reveal());
    }

    @Test
    void asksAgainWhenTheServerHasNoVerdictOnTheKeptSession() throws Exception {
        KiteSession first = sessions().current();
        site.once("/user/profile", unused -> KiteSite.page(502));
        site.once("/user/profile", unused -> KiteSite.page(503));

        assertEquals(first, sessions().current());
        assertEquals(1, site.count("/api/login"));
    }

    @ParameterizedTest
    @CsvSource({"otherkey, AB1234", "kitekey0, ZZ9999"})
    void ignoresTheSessionOfAnotherKeyOrUser(String key, String user) throws Exception {
        new SessionFile(file).write(new KiteSession(key, user, new Secret("someone's"), clock.instant()));

        assertEquals(
                KiteSite.ACCESS_TOKEN + "1", sessions().current().accessToken().reveal());
        assertEquals(0, site.count("/user/profile"));
    }

    @Test
    void ignoresASessionOfTheFuture() throws Exception {
        new SessionFile(file)
                .write(new KiteSession(
                        KiteSite.API_KEY,
                        KiteSite.USER,
                        new Secret("tomorrow's"),
                        clock.instant().plusSeconds(86400)));

        assertEquals(
                KiteSite.ACCESS_TOKEN + "1", sessions().current().accessToken().reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"api_key\":\"kite",
                "[]",
                "{}",
                "{\"api_key\":\"kitekey0\",\"user_id\":\"AB1234\","
                        + "\"access_token\":\"hushStored\",\"login_time\":\"now\"}"
            })
    void saysThatABrokenSessionFileIsIgnored(String content) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);

        try (CapturedLog log = new CapturedLog()) {
            sessions().current();

            assertTrue(log.text().contains("session.json is ignored"), log.text());
            assertFalse(log.text().contains("hushStored"), log.text());
        }
        assertEquals(KiteSite.ACCESS_TOKEN + "1", kept().accessToken().reveal());
    }

    @Test
    void takesTheRightsOfOthersFromAFileThatWasLeftOpen() throws Exception {
        sessions().current();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        sessions().current();

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void worksWithoutAFileThatCannotBeWritten() throws Exception {
        Files.writeString(dir.resolve("data"), "a file where the directory should be");

        try (CapturedLog log = new CapturedLog()) {
            assertEquals(
                    KiteSite.ACCESS_TOKEN + "1",
                    sessions().current().accessToken().reveal());
            assertTrue(log.text().contains("can't be written"), log.text());
        }
    }

    @Test
    void logsInAfreshWhenTheTokenIsDead() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        clock.advance(Duration.ofHours(2));
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));

        KiteSession fresh = sessions.fresh(dead);

        assertEquals(KiteSite.ACCESS_TOKEN + "2", fresh.accessToken().reveal());
        assertSame(fresh, sessions.fresh(dead));
        assertSame(fresh, sessions.current());
        assertEquals(fresh, kept());
    }

    @Test
    void logsInAfreshSoonThoughTheLastLoginWasSecondsAgo() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        site.always("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        Instant died = clock.instant();
        try (CapturedLog log = new CapturedLog()) {
            LoginLaterException later = assertThrows(LoginLaterException.class, () -> sessions.fresh(dead));
            assertEquals(List.of(), log.told());
            clock.advance(later.remaining());
            assertEquals(
                    KiteSite.ACCESS_TOKEN + "2",
                    sessions.fresh(dead).accessToken().reveal());
            assertEquals(1, log.told().size());
            assertTrue(log.told().get(0).contains("as after a login elsewhere"), log.told()::toString);
        }
        // The next window of the TOTP: its code was used in this one.
        assertEquals(Duration.ofSeconds(25), Duration.between(died, clock.instant()));
    }

    @Test
    void waitsForNoTotpWindowWhenNoCodeOfThisOneWasUsed() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        clock.advance(Duration.ofSeconds(40));
        Instant died = clock.instant();
        site.always("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        sessions.fresh(dead);
        assertEquals(died, clock.instant(), "no wait at all");
    }

    @Test
    void logsInOnceForThreeSocketsThatFindTheTokenDeadTogether() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        clock.advance(Duration.ofHours(2));
        site.always("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        ExecutorService sockets = Executors.newFixedThreadPool(3);
        try {
            List<Future<KiteSession>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(sockets.submit(() -> sessions.fresh(dead)));
            }
            for (Future<KiteSession> result : results) {
                assertEquals(
                        KiteSite.ACCESS_TOKEN + "2",
                        result.get(20, TimeUnit.SECONDS).accessToken().reveal());
            }
        } finally {
            sockets.shutdownNow();
        }
        assertEquals(2, site.count("/api/login"));
    }

    @Test
    void logsInNoMoreThanAFewTimesAnHourHoweverOftenItIsAsked() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession session = sessions.current();
        site.always("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        Instant end = clock.instant().plus(Duration.ofHours(3));

        while (clock.instant().isBefore(end)) {
            try {
                session = sessions.fresh(session);
            } catch (LoginLaterException e) {
                assertTrue(e.remaining().compareTo(Duration.ZERO) > 0);
                clock.advance(Duration.ofSeconds(1));
            }
        }

        // after 10, 40, 160, 640 seconds and then every 30 minutes
        assertEquals(10, site.count("/api/login"));
    }

    @Test
    void doesNotLogInWhileTheApiTakesTheToken() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession alive = sessions.current();
        clock.advance(Duration.ofHours(1));

        LoginLaterException later = assertThrows(LoginLaterException.class, () -> sessions.fresh(alive));

        assertTrue(later.getMessage().contains("no live data plan"), later.getMessage());
        assertEquals(1, site.count("/api/login"));
        for (int asked = 0; asked < 11; asked++) {
            clock.advance(later.remaining());
            assertThrows(LoginLaterException.class, () -> sessions.fresh(alive));
        }
        clock.advance(later.remaining());
        KiteSession second = sessions.fresh(alive);
        assertEquals(KiteSite.ACCESS_TOKEN + "2", second.accessToken().reveal());
        for (int asked = 0; asked < 100; asked++) {
            clock.advance(later.remaining());
            assertThrows(LoginLaterException.class, () -> sessions.fresh(second), "the first was in vain");
        }
    }

    @Test
    void doesNotTakeTwoRefusalsOfADayForALongOne() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession alive = sessions.current();
        for (int hour = 0; hour < 3; hour++) {
            clock.advance(Duration.ofHours(1));
            assertThrows(LoginLaterException.class, () -> sessions.fresh(alive));
        }
        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void keepsTheOldSessionWhenTheLoginServerIsAwayInMidSession() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        clock.advance(Duration.ofHours(2));
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        site.always("/api/login", unused -> KiteSite.page(502));

        LoginLaterException later = assertThrows(LoginLaterException.class, () -> sessions.fresh(dead));

        assertTrue(later.getMessage().contains("HTTP 502"), later.getMessage());
        site.always(
                "/api/login",
                unused -> KiteSite.json(200, KiteSite.loginReply("app_code", "[\"app_code\"]"))
                        .newBuilder()
                        .addHeader("Set-Cookie", "kf_session=" + KiteSite.COOKIE)
                        .build());
        site.always("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        clock.advance(later.remaining());
        assertTrue(later.remaining().compareTo(Duration.ofMinutes(1)) <= 0, later.remaining()::toString);
        assertEquals(
                KiteSite.ACCESS_TOKEN + "2", sessions.fresh(dead).accessToken().reveal());
    }

    @Test
    void endsItsWaitWhenTheProgramIsStopped() {
        site.always("/api/login", unused -> KiteSite.page(502));
        KiteDesk desk = new KiteDesk(site.settings(file), clock, time -> {
            throw new InterruptedException("stopped");
        });

        assertThrows(InterruptedException.class, () -> desk.sessions().current());

        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void sendsRefusedValuesOnceADayHoweverOftenItIsRestarted() throws Exception {
        site.always("/api/login", unused -> KiteSite.error(403, "UserException", "Invalid password"));
        assertTrue(refusal().startsWith("login refused: the login server refuses zerodha.user_id or"));

        for (int restart = 0; restart < 5; restart++) {
            clock.advance(Duration.ofHours(1));
            assertTrue(refusal().contains("; that was earlier today, and the same values"), refusal());
        }
        assertEquals(1, site.count("/api/login"));
        Path note = file.resolveSibling("session.json.refused");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(note)));
        assertFalse(Files.readString(note).contains(KiteSite.PASSWORD));

        clock.set("2026-08-18T18:30:00Z");
        refusal();
        refusal();
        assertEquals(2, site.count("/api/login"), "one more on the next day in India");

        Files.delete(note);
        refusal();
        assertEquals(3, site.count("/api/login"));
    }

    @Test
    void sendsNoFurtherCodeOfASecretThatWasRefused() {
        site.always("/api/twofa", unused -> KiteSite.error(403, "TwoFAException", "Invalid TOTP"));

        refusal();
        refusal();

        assertEquals(2, site.codes().size(), "two codes of the first attempt");
    }

    @Test
    void sendsOtherValuesAtOnce() throws Exception {
        site.once("/api/login", unused -> KiteSite.error(403, "UserException", "Invalid password"));
        refusal();
        Path note = file.resolveSibling("session.json.refused");
        Files.writeString(note, Files.readString(note).replaceFirst(" .", " x"));

        assertEquals(
                KiteSite.ACCESS_TOKEN + "1", sessions().current().accessToken().reveal());
    }

    @Test
    void triesAgainAtOnceWhatIsMendedInABrowser() throws Exception {
        site.once("/connect/login", unused -> KiteSite.page(200));
        assertTrue(refusal().contains("never authorised"));

        assertEquals(
                KiteSite.ACCESS_TOKEN + "1", sessions().current().accessToken().reveal());
    }

    private String refusal() {
        UserException refused =
                assertThrows(UserException.class, () -> sessions().current());
        assertEquals(ExitCode.LOGIN_REFUSED, refused.exitCode());
        assertFalse(refused instanceof UnavailableException);
        return refused.getMessage();
    }

    @Test
    void endsTheProgramWhenAFreshLoginIsRefused() throws Exception {
        SessionProvider sessions = sessions();
        KiteSession dead = sessions.current();
        clock.advance(Duration.ofHours(2));
        site.once("/user/profile", unused -> KiteSite.error(403, "TokenException", "dead"));
        site.always("/api/login", unused -> KiteSite.error(403, "UserException", "Your account is blocked."));

        UserException refused = assertThrows(UserException.class, () -> sessions.fresh(dead));

        assertEquals(ExitCode.LOGIN_REFUSED, refused.exitCode());
    }
}
