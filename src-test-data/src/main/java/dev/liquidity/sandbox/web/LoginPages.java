package dev.liquidity.sandbox.web;

import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.http.Json;
import dev.liquidity.sandbox.http.Reply;
import dev.liquidity.sandbox.http.Request;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The web login: password, second factor, and the redirects that end at the app's own URL with a request token. Each
 * step is refused without the cookies of the step before.
 */
final class LoginPages {
    /** Where the app wants the request token: a host that nobody serves. */
    static final String APP_REDIRECT = "http://127.0.0.1/";

    private static final int ATTEMPTS = 5;
    private static final String WEB_COOKIE = "kf_session";
    private static final String LOGIN_COOKIE = "enctoken";

    private final Credentials account;
    private final Sessions sessions;
    private final Switches switches;
    private final TotpCheck totp;
    private final Supplier<String> ownUrl;
    private final Map<String, String> requestIds = new ConcurrentHashMap<>();
    private final AtomicInteger attempts = new AtomicInteger(ATTEMPTS);

    /**
     * @param ownUrl where these pages are, for absolute redirects
     */
    LoginPages(Credentials account, Sessions sessions, Switches switches, Clock clock, Supplier<String> ownUrl) {
        this.account = account;
        this.sessions = sessions;
        this.switches = switches;
        this.totp = new TotpCheck(account.totpSecret(), clock);
        this.ownUrl = ownUrl;
    }

    /** {@code POST /api/login}. */
    Reply login(Request request) {
        Request.Form form = request.form();
        if (!form.get("user_id").equals(account.userId())) {
            return Reply.error(400, "UserException", "User profile not found.");
        }
        if (!form.get("password").equals(account.password())) {
            return refused(400, "UserException", "Invalid username or password.");
        }
        String requestId = sessions.requestToken();
        String web = sessions.openWeb();
        requestIds.put(requestId, web);
        String body = new Json().success(json -> {
            json.writeStringField("user_id", account.userId());
            json.writeStringField("request_id", requestId);
            json.writeStringField("twofa_type", switches.twofaType());
            json.writeArrayFieldStart("twofa_types");
            json.writeString(switches.twofaType());
            if (!switches.twofaType().equals("sms")) {
                json.writeString("sms");
            }
            json.writeEndArray();
            json.writeStringField("twofa_status", "active");
            json.writeNullField("captcha");
        });
        return Reply.json(200, body).with("Set-Cookie", WEB_COOKIE + "=" + web + "; path=/; HttpOnly; SameSite=None");
    }

    /** {@code POST /api/twofa}. */
    Reply secondFactor(Request request) {
        Request.Form form = request.form();
        String web = request.cookies().get(WEB_COOKIE);
        if (web == null || !web.equals(requestIds.get(form.get("request_id")))) {
            return Reply.error(403, "TokenException", "Invalid session credentials");
        }
        if (!form.get("user_id").equals(account.userId())) {
            return Reply.error(400, "InputException", "Invalid user id.");
        }
        if (!form.get("twofa_type").equals(switches.twofaType())) {
            return Reply.error(400, "InputException", "The requested 2FA type is not available.");
        }
        if (switches.twofaType().equals("sms")
                || switches.failingTotp.strikes()
                || !totp.accepts(form.get("twofa_value"))) {
            return refused(403, "TwoFAException", "Invalid " + label() + ".");
        }
        attempts.set(ATTEMPTS);
        requestIds.remove(form.get("request_id"));
        String enctoken = sessions.openWeb();
        return Reply.json(200, new Json().success(json -> json.writeStringField("profile", "")))
                .with("Set-Cookie", LOGIN_COOKIE + "=" + enctoken + "; path=/; HttpOnly")
                .with("Set-Cookie", "user_id=" + account.userId() + "; path=/")
                .with("Set-Cookie", "public_token=" + account.userId().hashCode() + "; path=/");
    }

    private String label() {
        return switches.twofaType().equals("totp") ? "TOTP" : "app code";
    }

    private Reply refused(int status, String type, String message) {
        int left = attempts.updateAndGet(n -> Math.max(0, n - 1));
        if (left == 0) {
            return Reply.error(403, type, "Your account has been blocked after too many failed attempts.");
        }
        return Reply.json(status, new Json().write(json -> {
                    json.writeStartObject();
                    json.writeStringField("status", "error");
                    json.writeStringField("message", message);
                    json.writeObjectFieldStart("data");
                    json.writeNumberField("attempts_remaining", left);
                    json.writeEndObject();
                    json.writeStringField("error_type", type);
                    json.writeEndObject();
                }));
    }

    /** {@code GET /connect/login}: first to itself with a session, relatively; then to the finish, absolutely. */
    Reply connect(Request request) {
        if (!account.apiKey().equals(request.query("api_key"))) {
            return Reply.error(400, "InputException", "Invalid `api_key`.");
        }
        if (!sessions.isWeb(request.cookies().get(LOGIN_COOKIE))) {
            return Reply.html(200, "Login - Kite");
        }
        if (request.query("sess_id") == null) {
            return Reply.redirect(
                    "/connect/login?api_key=" + account.apiKey() + "&v=3&sess_id=" + sessions.requestToken());
        }
        return Reply.redirect(
                ownUrl.get() + "/connect/finish?api_key=" + account.apiKey() + "&sess_id=" + request.query("sess_id"));
    }

    /** {@code GET /connect/finish}: to the app, with a request token; or a page that asks for the authorisation. */
    Reply finish(Request request) {
        if (!sessions.isWeb(request.cookies().get(LOGIN_COOKIE)) || !sessions.spend(request.query("sess_id"))) {
            return Reply.error(400, "InputException", "Invalid session.");
        }
        if (!switches.authorised()) {
            return Reply.html(200, "Authorize application - Kite");
        }
        return Reply.redirect(
                APP_REDIRECT + "?action=login&type=login&status=success&request_token=" + sessions.requestToken());
    }
}
