package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Secret;
import dev.liquidity.connector.kite.rest.Http;
import dev.liquidity.connector.kite.rest.Redaction;
import dev.liquidity.connector.kite.rest.Reply;
import dev.liquidity.connector.kite.rest.TransientException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the redirects from {@code /connect/login} to the one that carries {@code request_token}. That one leads to
 * the app's own address, which usually nobody serves: the token is read from it, and no connection is made. A page
 * that holds the token instead of a redirect is read, too.
 */
record RequestToken(Http http, HttpUrl loginUrl, Redaction redaction) {
    private static final Logger LOG = LoggerFactory.getLogger(RequestToken.class);
    private static final int MOST_REDIRECTS = 10;
    /** A link's parameter, a script's value or a form's field; no call that a script makes to get one. */
    private static final Pattern IN_PAGE = Pattern.compile(
            "request_token(?:=|&#61;|%3D|[\"']?\\s*[:=]\\s*[\"']|[\"']\\s+value=[\"'])([A-Za-z0-9_-]{16,}+)(?![.(])");

    /** Fetches the token; {@code http} must hold the cookies of a login. */
    Secret obtain(String apiKey) throws TransientException, LoginRefusal {
        HttpUrl url = loginUrl.newBuilder()
                .addPathSegments("connect/login")
                .addQueryParameter("v", "3")
                .addQueryParameter("api_key", apiKey)
                .build();
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            Reply reply = http.get(url);
            if (!reply.isRedirect()) {
                return ofPage(reply);
            }
            String token = parameter(reply.location(), "request_token");
            if (token != null && !token.isBlank()) {
                redaction.hide(token);
                return checked(token, reply.location());
            }
            url = next(url, reply.location());
            LOG.debug("Login: redirected to {}{}", Http.where(url), url.encodedPath());
        }
        throw new LoginRefusal("the login server redirected " + MOST_REDIRECTS
                + " times without a request_token; log in once in a browser with this api_key, then try again");
    }

    /** A token that the last answer holds in its body, as JSON or somewhere in a page. */
    private Secret ofPage(Reply reply) throws TransientException, LoginRefusal {
        String token = null;
        if (reply.status() == 200) {
            Matcher inPage = IN_PAGE.matcher(reply.body());
            token = reply.fields()
                    .map(fields -> fields.anywhere("request_token"))
                    .orElseGet(() -> inPage.find() ? inPage.group(1) : null);
        }
        if (token == null || token.isBlank()) {
            throw notRedirected(reply);
        }
        redaction.hide(token);
        return new Secret(token);
    }

    private Secret checked(String token, String location) throws LoginRefusal {
        String status = parameter(location, "status");
        if (status != null && !status.equals("success")) {
            throw new LoginRefusal("the login server ended with status \"" + redaction.clean(status)
                    + "\"; log in once in a browser with this api_key and authorise the app");
        }
        return new Secret(token);
    }

    private LoginRefusal notRedirected(Reply reply) throws TransientException {
        if (reply.status() < 300) {
            return new LoginRefusal("the app was never authorised for this user: open " + Http.where(loginUrl)
                    + "/connect/login?v=3&api_key=… with your api_key in a browser once, log in and authorise it");
        }
        if (reply.fields().isEmpty()) {
            throw TransientException.lasting("the login server took the code, but answered " + reply.words(redaction)
                    + " to the app's login; if this lasts, log in there once in a browser with this api_key");
        }
        return new LoginRefusal("the login server does not take zerodha.api_key (" + reply.words(redaction)
                + "); check it in the developer console, and that the app is active");
    }

    private HttpUrl next(HttpUrl from, String location) throws LoginRefusal {
        HttpUrl to = from.resolve(location);
        if (to != null && isLoginServer(to)) {
            return to;
        }
        String status = parameter(location, "status");
        String message = parameter(location, "message");
        throw new LoginRefusal("the login server redirected to "
                + (to == null ? "another program" : redaction.clean(Http.where(to))) + " without a request_token"
                + (status == null ? "" : ", status \"" + redaction.clean(status) + "\"")
                + (message == null ? "" : ", \"" + redaction.clean(message) + "\"")
                + "; log in once in a browser with this api_key and authorise the app");
    }

    /** The cookies and the session ID in the address go to Zerodha's servers only. */
    private boolean isLoginServer(HttpUrl url) {
        if (url.host().equals(loginUrl.host()) && url.port() == loginUrl.port()) {
            return url.scheme().equals(loginUrl.scheme());
        }
        return loginUrl.isHttps() && url.isHttps() && isZerodha(loginUrl.host()) && isZerodha(url.host());
    }

    private static boolean isZerodha(String host) {
        return host.equals("kite.trade") || host.equals("kite.zerodha.com");
    }

    /** A query parameter of an address of any scheme, since apps register their own; null if absent. */
    private static String parameter(String location, String name) {
        String text = location.replaceFirst("#.*", "");
        String query = text.substring(text.indexOf('?') + 1);
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
