package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.rest.Http;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.Redaction;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day's session: in memory, else from the session file, else by a login. One login at a time, and never two in
 * quick succession. Thread-safe.
 */
public final class Sessions implements SessionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int MOST_CHECKS = 4;
    /** Between two calls of a server that gave no verdict. */
    private static final Duration SOON = Duration.ofSeconds(5);
    /** A login time that is further ahead of the clock was taken from another clock. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(5);
    /** After this a new token is worth one try, though the API still takes the one that the ticker refuses. */
    private static final Duration ENOUGH_REFUSED = Duration.ofMinutes(2);
    /** Refusals further apart are separate ones: during one, a socket asks every ten seconds. */
    private static final Duration APART = Duration.ofSeconds(30);

    private final Settings.Zerodha account;
    private final KiteApi api;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Redaction redaction;
    private final SessionFile file;
    private final Login login;
    private final LoginPace pace = new LoginPace();

    private final ReentrantLock lock = new ReentrantLock();
    private KiteSession session;
    private Instant refusedSince;
    private Instant lastRefused;
    private Instant triedAnew;

    public Sessions(Settings.Zerodha account, KiteApi api, Http http, InstantSource clock, Sleeper sleeper) {
        this.account = account;
        this.api = api;
        this.clock = clock;
        this.sleeper = sleeper;
        redaction = http.redaction();
        redaction.hide(account.password());
        redaction.hide(account.totpSecret());
        redaction.hide(account.apiSecret());
        file = new SessionFile(account.sessionFile());
        file.hold(account);
        login = new Login(account, api, http, clock, sleeper);
    }

    @Override
    public KiteSession current() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (session == null || !session.isOfAge(clock.instant())) {
                session = kept();
            }
            return session;
        } catch (TransientException e) {
            throw new UnavailableException(ExitCode.LOGIN_REFUSED, "login impossible: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant now = clock.instant();
            if (session != null && !session.equals(refused) && session.isOfAge(now)) {
                return session;
            }
            Duration early = pace.remaining(now);
            if (early.compareTo(Duration.ZERO) > 0) {
                throw new LoginLaterException(
                        "the session was refused, and the last login is too recent for another", early);
            }
            if (refused.isOfAge(now)) {
                requireDead(refused, now);
            }
            session = logIn();
            return session;
        } catch (TransientException e) {
            Duration early = pace.remaining(clock.instant());
            throw new LoginLaterException(
                    "no new session: " + e.getMessage(), early.compareTo(SOON) > 0 ? early : SOON);
        } finally {
            lock.unlock();
        }
    }

    /** A handshake can be refused for other reasons than a dead token; then a login would not help. */
    private void requireDead(KiteSession refused, Instant now) throws TransientException, LoginLaterException {
        try {
            api.check(refused);
        } catch (RefusedException e) {
            String since = ist(refused.loginTime());
            String why = e.getMessage();
            LOG.warn(Notice.TELL, "The API refuses the session of {}, as after a login elsewhere: {}", since, why);
            return;
        }
        if (refusedSince == null || Duration.between(lastRefused, now).compareTo(APART) > 0) {
            refusedSince = now;
        }
        lastRefused = now;
        boolean isInVain = triedAnew != null && Duration.between(triedAnew, now).compareTo(LoginPace.QUIET) < 0;
        if (isInVain || Duration.between(refusedSince, now).compareTo(ENOUGH_REFUSED) < 0) {
            throw new LoginLaterException(
                    "the session was refused though the API still takes it: if this lasts, the key has"
                            + " no live data plan (developer console) or other programs use up its sockets",
                    Duration.ofSeconds(10));
        }
        triedAnew = now;
    }

    private KiteSession kept() throws TransientException, InterruptedException {
        KiteSession found = file.read().orElse(null);
        if (found == null) {
            return logIn();
        }
        redaction.hide(found.accessToken());
        Instant now = clock.instant();
        if (!found.apiKey().equals(account.apiKey()) || !found.userId().equals(account.userId())) {
            LOG.info("Login needed: the kept session is of another key or user");
        } else if (!found.isOfAge(now) || found.loginTime().isAfter(now.plus(CLOCK_STEP))) {
            LOG.info("Login needed: the kept session of {} has expired", ist(found.loginTime()));
        } else if (isTaken(found)) {
            LOG.info("The kept session of {} is still valid", ist(found.loginTime()));
            return found;
        } else {
            LOG.info("Login needed: the server no longer takes the kept session of {}", ist(found.loginTime()));
        }
        return logIn();
    }

    private static String ist(Instant time) {
        return Ist.format(time.getEpochSecond() * 1_000_000) + " IST";
    }

    private boolean isTaken(KiteSession found) throws TransientException, InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
        while (true) {
            try {
                api.check(found);
                return true;
            } catch (RefusedException e) {
                return false;
            } catch (TransientException e) {
                long wait = backoff.nextMillis();
                if (backoff.failures() >= MOST_CHECKS) {
                    throw e;
                }
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }

    private KiteSession logIn() throws TransientException, InterruptedException {
        pace.begun(clock.instant());
        refusedSince = null;
        try {
            KiteSession fresh = login.perform();
            file.write(fresh);
            return fresh;
        } catch (TransientException e) {
            pace.inconclusive();
            throw e;
        } catch (LoginRefusal e) {
            // Without the cause: the message says it all.
            throw new UserException(ExitCode.LOGIN_REFUSED, "login refused: " + e.getMessage());
        }
    }
}
