package dev.liquidity.connector.kite.login;

import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** The cookies of one login, in memory, thrown away after it. Not thread-safe. */
final class SessionCookies implements CookieJar {
    /** Far more than Kite sets; a server is not trusted to keep to that. */
    private static final int MOST = 50;

    private final List<Cookie> cookies = new ArrayList<>();

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> received) {
        for (Cookie cookie : received) {
            cookies.removeIf(old -> old.name().equals(cookie.name())
                    && old.domain().equals(cookie.domain())
                    && old.path().equals(cookie.path()));
            if (cookies.size() < MOST) {
                cookies.add(cookie);
            }
        }
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return cookies.stream().filter(cookie -> cookie.matches(url)).toList();
    }
}
