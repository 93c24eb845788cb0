package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.Http;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Adds what a browser sends to the login pages: some of them redirect a browser only, and answer others with a page.
 * Immutable.
 */
final class BrowserHeaders implements Interceptor {
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private final String referer;

    BrowserHeaders(HttpUrl loginUrl) {
        referer = Http.where(loginUrl) + "/";
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Request.Builder like = request.newBuilder()
                .header("User-Agent", BROWSER)
                .header("Accept-Language", "en-US,en;q=0.9")
                .header("Referer", referer);
        if (request.method().equals("GET")) {
            like.header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                    .header("Upgrade-Insecure-Requests", "1");
        } else {
            // What the page's own script sends.
            like.header("Accept", "application/json, text/plain, */*");
        }
        return chain.proceed(like.build());
    }
}
