package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.Redaction;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** The cookies of one login, in memory only. Not thread-safe. */
final class SessionCookies implements CookieJar {
    /** Far more than Kite sets. */
    private static final int MOST = 50;

    /** Shorter values are flags and names, not secrets. */
    private static final int SHORTEST_KEY = 10;

    private final Redaction redaction;
    private final List<Cookie> cookies = new ArrayList<>();

    SessionCookies(Redaction redaction) {
        this.redaction = redaction;
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> received) {
        for (Cookie cookie : received) {
            cookies.removeIf(old -> old.name().equals(cookie.name())
                    && old.domain().equals(cookie.domain())
                    && old.path().equals(cookie.path()));
            if (cookies.size() < MOST) {
                cookies.add(cookie);
                if (cookie.value().length() >= SHORTEST_KEY) {
                    redaction.hide(cookie.value());
                }
            }
        }
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return cookies.stream().filter(cookie -> cookie.matches(url)).toList();
    }
}
