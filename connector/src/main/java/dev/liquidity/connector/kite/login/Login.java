package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.connector.kite.rest.Http;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole login, from the password to the access token. Starts over a few times when a server gives no verdict: request
 * IDs, codes and request tokens are good for one use, so that nothing can be continued after a lost answer. Not
 * thread-safe.
 */
final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final int MOST_ROUNDS = 5;
    /** A code whose answer was lost may count as a wrong one. */
    private static final int MOST_CODES = 3;

    private final Settings.Zerodha account;
    private final WebLogin web;
    private final KiteApi api;
    private final Sleeper sleeper;

    Login(Settings.Zerodha account, KiteApi api, Http http, InstantSource clock, Sleeper sleeper) {
        this.account = account;
        this.api = api;
        this.sleeper = sleeper;
        web = new WebLogin(account, http, clock, sleeper);
    }

    /**
     * Logs in.
     *
     * @throws TransientException if all rounds ended without a verdict
     * @throws LoginRefusal if a server refused it
     */
    KiteSession perform() throws TransientException, LoginRefusal, InterruptedException {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
        int codesBefore = web.codesSent();
        while (true) {
            try {
                KiteSession session = exchange(web.requestToken());
                LOG.info(
                        "New session: logged in as {}, until {} IST",
                        session.userId(),
                        session.endsAt().atZone(Ist.ZONE).toLocalDateTime());
                return session;
            } catch (TransientException e) {
                if (e.isLasting()) {
                    throw e;
                }
                long wait = backoff.nextMillis();
                if (backoff.failures() >= MOST_ROUNDS || web.codesSent() - codesBefore >= MOST_CODES) {
                    throw new TransientException(e.getMessage() + ", tried " + backoff.failures()
                            + " times; check the network and zerodha.login_url and api_url");
                }
                LOG.warn("Login: {}; next attempt in {} ms", e.getMessage(), wait);
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }

    private KiteSession exchange(Secret requestToken) throws TransientException, LoginRefusal {
        LOG.debug("Login: there is a request token; asking the API for a session");
        try {
            return api.open(account.userId(), requestToken, account.apiSecret());
        } catch (RefusedException e) {
            if (e.isNotPermitted()) {
                throw new LoginRefusal("the API does not let zerodha.api_key in (" + e.getMessage()
                        + "); check in the developer console that the app is active and has a paid plan");
            }
            if (!e.isOfTheApi()) {
                throw new LoginRefusal("the API gave no session (" + e.getMessage() + "); check zerodha.api_url");
            }
            throw new LoginRefusal("the API refuses the login's request token (" + e.getMessage()
                    + "); most likely zerodha.api_secret is not the secret of zerodha.api_key:"
                    + " copy it from the developer console");
        }
    }
}
