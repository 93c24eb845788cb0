package dev.liquidity.sandbox.web;

import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.http.HttpServer;
import dev.liquidity.sandbox.http.Reply;
import dev.liquidity.sandbox.http.Request;
import dev.liquidity.sandbox.market.Market;
import java.time.Clock;
import java.util.function.Supplier;

/** Sends each request to its page: faults first, then the limits, then the token. */
public final class KitePages implements HttpServer.Pages {
    private final Switches switches;
    private final LoginPages login;
    private final ApiPages api;
    private final RateLimit quoteLimit = new RateLimit(1);
    private final RateLimit otherLimit = new RateLimit(10);
    private final boolean limited;

    /**
     * @param clock the server's, by which a TOTP is checked
     * @param ownUrl where these pages are
     * @param limited whether the real limits hold: 1 quote and 10 others a second
     */
    public KitePages(
            Credentials account,
            Sessions sessions,
            Switches switches,
            Market market,
            Clock clock,
            Supplier<String> ownUrl,
            boolean limited) {
        this.switches = switches;
        this.login = new LoginPages(account, sessions, switches, clock, ownUrl);
        this.api = new ApiPages(account, sessions, switches, market);
        this.limited = limited;
    }

    @Override
    public Reply answer(Request request) {
        if (switches.badGateway.strikes()) {
            return Reply.html(502, "502 Bad Gateway");
        }
        if (switches.page.strikes()) {
            return Reply.html(200, "Kite is busy - please wait");
        }
        if (switches.tooManyRequests.strikes()) {
            return tooMany();
        }
        String route = request.method() + " " + request.path();
        return switch (route) {
            case "POST /api/login" -> login.login(request);
            case "POST /api/twofa" -> login.secondFactor(request);
            case "GET /connect/login" -> login.connect(request);
            case "GET /connect/finish" -> login.finish(request);
            default -> api(route, request);
        };
    }

    private Reply api(String route, Request request) {
        boolean quote = request.path().equals("/quote") || request.path().startsWith("/quote/");
        if (limited && !(quote ? quoteLimit : otherLimit).allows()) {
            return tooMany();
        }
        switch (route) {
            case "POST /session/token":
                return api.session(request);
            case "DELETE /session/token":
                return api.logout(request);
            default:
                break;
        }
        Reply refusal = api.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (route.equals("GET /user/profile")) {
            return api.profile();
        }
        if (request.method().equals("GET") && request.path().matches("/instruments(/[A-Z]+)?")) {
            return api.instruments(request);
        }
        if (request.method().equals("GET") && request.path().matches("/quote(/ltp|/ohlc)?")) {
            return api.quote(request);
        }
        return Reply.error(404, "GeneralException", "Route not found");
    }

    private static Reply tooMany() {
        return Reply.error(429, "NetworkException", "Too many requests");
    }
}
