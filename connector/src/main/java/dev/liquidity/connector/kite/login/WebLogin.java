package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.connector.kite.rest.Http;
import dev.liquidity.connector.kite.rest.Redaction;
import dev.liquidity.connector.kite.rest.Reply;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login as in a browser: password, second factor, and the redirects that end with a request token. A password is
 * sent once, and one more code after a refused one, since a few more would lock the account. Not thread-safe.
 */
final class WebLogin {
    private static final Logger LOG = LoggerFactory.getLogger(WebLogin.class);
    /** The server's two names for what a TOTP secret answers. */
    private static final Set<String> ANSWERABLE = Set.of("totp", "app_code");

    private final Settings.Zerodha account;
    private final HttpUrl loginUrl;
    private final TotpCodes codes;
    private final RefusedValues refused;
    private final Http http;
    private final InstantSource clock;
    private final Redaction redaction;
    private int codesSent;

    WebLogin(Settings.Zerodha account, Http http, InstantSource clock, Sleeper sleeper) {
        this.account = account;
        loginUrl = HttpUrl.get(account.loginUrl().toString());
        codes = new TotpCodes(account.totpSecret(), clock, sleeper);
        refused = new RefusedValues(account);
        this.http = http;
        this.clock = clock;
        redaction = http.redaction();
    }

    /**
     * Logs in once.
     *
     * @throws TransientException without a verdict; the whole login may be repeated
     */
    Secret requestToken() throws TransientException, LoginRefusal, InterruptedException {
        refused.requireNone(clock.instant());
        Http browser = http.with(new SessionCookies(redaction), new BrowserHeaders(loginUrl));
        Reply login = sendPassword(browser);
        sendSecondFactor(browser, login);
        return new RequestToken(browser, loginUrl, redaction).obtain(account.apiKey());
    }

    /** TOTP codes sent since the start. */
    int codesSent() {
        return codesSent;
    }

    private Reply sendPassword(Http browser) throws TransientException, LoginRefusal {
        LOG.debug("Login: sending the password of {} to {}", account.userId(), Http.where(loginUrl));
        Reply reply = browser.post(
                address("api/login"),
                Map.of(
                        "user_id", account.userId(),
                        "password", account.password().reveal()));
        if (!reply.isSuccess()) {
            requireVerdict(reply);
            throw refused.note(
                    "the login server refuses zerodha.user_id or zerodha.password ("
                            + verdict(reply) + "); check both by logging in at " + Http.where(loginUrl)
                            + " before trying again",
                    clock.instant());
        }
        if (reply.text("data.request_id") == null) {
            throw new LoginRefusal("the login server took the password but gave no request_id ("
                    + reply.words(redaction) + "); log in once in a browser, it may ask for something new");
        }
        redaction.hide(reply.text("data.request_id"));
        ClockSkew skew = ClockSkew.at(reply, clock.instant());
        if (skew.is(ClockSkew.HOPELESS)) {
            throw TransientException.lasting("this machine's clock is " + skew.words()
                    + " the login server's, so no TOTP code of it is right and none is sent; set the clock (NTP)");
        }
        if (skew.is(ClockSkew.NOTICEABLE)) {
            LOG.warn(
                    "This machine's clock is {} the login server's, and so are arrival times: set it (NTP)",
                    skew.words());
        }
        return reply;
    }

    private void sendSecondFactor(Http browser, Reply login)
            throws TransientException, LoginRefusal, InterruptedException {
        String type = secondFactor(login);
        for (int attempt = 1; ; attempt++) {
            Secret code = codes.next();
            redaction.hide(code);
            codesSent++;
            LOG.debug("Login: the password is right; sending a code as {}", type);
            Reply reply = browser.post(
                    address("api/twofa"),
                    Map.of(
                            "user_id", account.userId(),
                            "request_id", login.text("data.request_id"),
                            "twofa_value", code.reveal(),
                            "twofa_type", type));
            if (reply.isSuccess()) {
                LOG.debug("Login: the code is right; asking for a request token");
                return;
            }
            requireVerdict(reply);
            ClockSkew skew = ClockSkew.at(reply, clock.instant());
            if (attempt == 2 || isLastAttempt(reply)) {
                throw codeRefused(reply, skew, type);
            }
            LOG.warn(
                    "The login server refused the TOTP code ({}); one more attempt in the next window", verdict(reply));
        }
    }

    /**
     * The {@code twofa_type} to answer: the server's own choice if a TOTP secret can answer it, else the first such one
     * that is offered; {@code totp} if the server names none.
     *
     * @throws LoginRefusal if only others are offered
     */
    private String secondFactor(Reply login) throws LoginRefusal {
        List<String> offered = new ArrayList<>();
        String chosen = login.text("data.twofa_type");
        if (chosen != null && !chosen.isBlank()) {
            offered.add(chosen);
        }
        login.fields().ifPresent(fields -> offered.addAll(fields.texts("data.twofa_types")));
        if (offered.isEmpty()) {
            return "totp";
        }
        return offered.stream()
                .filter(ANSWERABLE::contains)
                .findFirst()
                .orElseThrow(
                        () -> new LoginRefusal("the server asks for a second factor that a TOTP secret can't answer ("
                                + offered.stream()
                                        .distinct()
                                        .map(redaction::clean)
                                        .collect(Collectors.joining(", "))
                                + "); enable external TOTP in Kite (My profile, Password & security)"
                                + " and put its secret in zerodha.totp_secret"));
    }

    private LoginRefusal codeRefused(Reply reply, ClockSkew skew, String type) {
        if (skew.is(ClockSkew.DOUBTFUL)) {
            return new LoginRefusal("the TOTP code was refused (" + verdict(reply) + ") and this machine's clock is "
                    + skew.words() + " the login server's: set the clock (NTP), then try again");
        }
        return refused.note(
                "the TOTP code was refused as " + type + " (" + verdict(reply) + "); "
                        + (reply.serverTime() == null ? "" : "the clock is right, so ")
                        + "most likely zerodha.totp_secret is wrong or of an older enrolment:"
                        + " compare its code with your app's",
                clock.instant());
    }

    /** A page tells nothing about the account: it is of a proxy, or of a server in maintenance. */
    private void requireVerdict(Reply reply) throws TransientException {
        if (reply.fields().isEmpty()) {
            throw TransientException.lasting("the login server answered " + reply.words(redaction)
                    + "; if this lasts, check zerodha.login_url (" + Http.where(loginUrl)
                    + ") and log in there once in a browser");
        }
    }

    /** The server's words and, if it tells, how many attempts are left. */
    private String verdict(Reply reply) {
        String left = attemptsRemaining(reply);
        return reply.words(redaction) + (left == null ? "" : ", attempts remaining: " + redaction.clean(left));
    }

    private static boolean isLastAttempt(Reply reply) {
        String left = attemptsRemaining(reply);
        return left != null && (left.equals("1") || left.equals("0"));
    }

    private static String attemptsRemaining(Reply reply) {
        return reply.fields()
                .map(fields -> fields.anywhere("attempts_remaining"))
                .orElse(null);
    }

    private HttpUrl address(String path) {
        return loginUrl.newBuilder().addPathSegments(path).build();
    }
}
