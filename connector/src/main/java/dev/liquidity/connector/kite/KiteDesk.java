package dev.liquidity.connector.kite;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.instruments.Selector;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.login.Sessions;
import dev.liquidity.connector.kite.rest.Http;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.Redaction;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Gets from Kite what is needed before a socket opens: a session, and the instruments to subscribe. Thread-safe. */
public final class KiteDesk implements AutoCloseable {
    private final Http http;
    private final Sessions sessions;
    private final Selector selector;

    /**
     * A desk for an account; calls no server yet.
     *
     * @param sleeper waits between attempts and for a TOTP window, half a minute at most
     */
    public KiteDesk(Settings settings, InstantSource clock, Sleeper sleeper) {
        Settings.Zerodha account = settings.zerodha();
        http = new Http(new Redaction());
        KiteApi api = new KiteApi(account.apiUrl(), account.apiKey(), clock, http);
        sessions = new Sessions(account, api, http, clock, sleeper);
        selector = new Selector(settings.instruments(), settings.connector().numSockets(), api, clock, sleeper);
    }

    /** The account's sessions, for the sockets. */
    public SessionProvider sessions() {
        return sessions;
    }

    /**
     * Selects the day's instruments of the symbols for {@link Purpose#CHECK}, all or none.
     *
     * @throws UserException as {@link #select(Collection, Purpose, Collection)}; if a dump is missing, too
     */
    public Selection select(Collection<String> symbols) throws InterruptedException {
        Selection selection = select(symbols, Purpose.CHECK, List.of());
        if (!selection.missing().isEmpty()) {
            throw new UnavailableException(ExitCode.NOTHING_TO_SUBSCRIBE, String.join("; ", selection.missing()));
        }
        return selection;
    }

    /**
     * Logs in if need be, and selects the day's instruments of the symbols. A refresh does not log in because the
     * session is dead: the sockets may live on, and somebody else's login killed it.
     *
     * @param taken instruments that were selected earlier today, which stay
     * @throws UnavailableException if no attempt reached Kite, or nothing is listed yet
     * @throws UserException with {@code LOGIN_REFUSED}; with {@code NOTHING_TO_SUBSCRIBE} if the API refuses the dump;
     *     to {@link Purpose#CHECK}, with {@code USAGE} for unknown symbols or more instruments than one key may
     *     subscribe, with {@code NOTHING_TO_SUBSCRIBE} if nothing passes the filters
     */
    public Selection select(Collection<String> symbols, Purpose purpose, Collection<Instrument> taken)
            throws InterruptedException {
        KiteSession session = sessions.current();
        try {
            return select(session, symbols, purpose, taken);
        } catch (RefusedException e) {
            if (!e.isDeadToken() || purpose == Purpose.REFRESH) {
                throw new UserException(ExitCode.NOTHING_TO_SUBSCRIBE, noDump(e));
            }
        }
        try {
            return select(sessions.fresh(session), symbols, purpose, taken);
        } catch (RefusedException | LoginLaterException e) {
            throw new UserException(
                    ExitCode.LOGIN_REFUSED, "the API refuses the session it has just given (" + e.getMessage() + ")");
        }
    }

    private Selection select(
            KiteSession session, Collection<String> symbols, Purpose purpose, Collection<Instrument> taken)
            throws RefusedException, InterruptedException {
        try {
            return selector.select(session, symbols, purpose, taken);
        } catch (TransientException e) {
            throw new UnavailableException(ExitCode.NOTHING_TO_SUBSCRIBE, noDump(e));
        }
    }

    /** A message instead of the cause: it says it all. */
    private static String noDump(IOException why) {
        boolean hasNoPlan = why instanceof RefusedException refused && refused.isNotPermitted();
        return "the instrument dump could not be had: " + why.getMessage()
                + (hasNoPlan
                        ? "; has zerodha.api_key a plan with market data (developer console)?"
                        : "; check zerodha.api_url and instruments.exchange");
    }

    /** Cancels the calls that are under way: they fail at once. */
    @Override
    public void close() {
        http.close();
    }
}
