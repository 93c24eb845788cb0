package dev.liquidity.connector.kite.rest;

import com.zerodhatech.kiteconnect.KiteConnect;
import com.zerodhatech.kiteconnect.kitehttp.exceptions.KiteException;
import com.zerodhatech.models.LTPQuote;
import com.zerodhatech.models.User;
import dev.liquidity.common.config.Secret;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The connector's few calls of the Kite Connect REST API, made by the vendor's client but for the dump, which that
 * would read into memory. Thread-safe.
 */
public final class KiteApi {
    private final HttpUrl root;
    private final VendorClient vendor;
    private final OkHttpClient dumps;
    private final String apiKey;
    private final InstantSource clock;
    private final Redaction redaction;

    /** Reads a dump. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads to the end; an {@link IOException} other than {@link RefusedException} counts as a broken transfer. */
        T read(InputStream csv) throws IOException;
    }

    public KiteApi(URI apiUrl, String apiKey, InstantSource clock, Http http) {
        root = HttpUrl.get(apiUrl.toString());
        vendor = new VendorClient(root, http);
        dumps = http.client().newBuilder().callTimeout(Duration.ofMinutes(3)).build();
        this.apiKey = apiKey;
        this.clock = clock;
        redaction = http.redaction();
    }

    /**
     * Exchanges a login's request token for the day's session ({@code POST /session/token}).
     *
     * @throws RefusedException for a wrong API secret, a stale request token, a key without a plan
     */
    public KiteSession open(String userId, Secret requestToken, Secret apiSecret)
            throws TransientException, RefusedException {
        KiteConnect kite = vendor.of(apiKey);
        User user = call("POST /session/token", () -> kite.generateSession(requestToken.reveal(), apiSecret.reveal()));
        if (user.accessToken == null || user.accessToken.isBlank()) {
            throw new RefusedException("POST /session/token answered without an access_token");
        }
        Secret token = new Secret(user.accessToken);
        redaction.hide(token);
        return new KiteSession(apiKey, userId, token, clock.instant());
    }

    /**
     * Checks that the API accepts a session ({@code GET /user/profile}).
     *
     * @throws RefusedException if it does not
     */
    public void check(KiteSession session) throws TransientException, RefusedException {
        KiteConnect kite = client(session);
        call("GET /user/profile", kite::getProfile);
    }

    /**
     * Last prices ({@code GET /quote/ltp}); at most one such call a second is allowed.
     *
     * @param names {@code exchange:tradingsymbol}
     * @return the prices by name; without those that the server does not know
     */
    public Map<String, BigDecimal> lastPrices(KiteSession session, Collection<String> names)
            throws TransientException, RefusedException {
        KiteConnect kite = client(session);
        Map<String, LTPQuote> quotes = call("GET /quote/ltp", () -> kite.getLTP(names.toArray(String[]::new)));
        Map<String, BigDecimal> prices = new HashMap<>();
        quotes.forEach((name, quote) -> {
            if (quote != null && Double.isFinite(quote.lastPrice) && quote.lastPrice > 0) {
                prices.put(name, BigDecimal.valueOf(quote.lastPrice));
            }
        });
        return prices;
    }

    /**
     * Downloads an exchange's instrument dump ({@code GET /instruments/{exchange}}), which is read as it arrives.
     *
     * @throws TransientException without an answer, with a broken one, on 429 and 5xx, and for a proxy's page
     * @throws RefusedException if the API refuses it
     */
    public <T> T dump(KiteSession session, String exchange, Reader<T> reader)
            throws TransientException, RefusedException {
        HttpUrl url = root.newBuilder()
                .addPathSegment("instruments")
                .addPathSegment(exchange)
                .build();
        Request request = new Request.Builder()
                .url(url)
                .header("X-Kite-Version", "3")
                .header("Authorization", session.authorization())
                .build();
        try (Response response = dumps.newCall(request).execute()) {
            if (response.code() != 200) {
                throw verdict(url, Reply.read(response));
            }
            return reader.read(unpacked(response.body().byteStream()));
        } catch (TransientException | RefusedException e) {
            throw e;
        } catch (IOException e) {
            throw Http.unreachable(url, e, redaction);
        }
    }

    private IOException verdict(HttpUrl url, Reply reply) {
        if (reply.fields().isEmpty()) {
            return new TransientException(Http.where(url) + url.encodedPath() + " answered HTTP " + reply.status()
                    + " instead of a CSV dump");
        }
        if (reply.isTransient()) {
            return new TransientException(Http.where(url) + url.encodedPath() + " answered " + reply.words(redaction));
        }
        return new RefusedException(redaction.clean(reply.text("error_type")), reply.words(redaction));
    }

    /** Unpacks a file that is gzip itself; the HTTP client unpacks a gzip encoding. */
    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(raw);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return gzip ? new GZIPInputStream(bytes) : bytes;
    }

    private KiteConnect client(KiteSession session) {
        KiteConnect kite = vendor.of(session.apiKey());
        kite.setAccessToken(session.accessToken().reveal());
        return kite;
    }

    private interface VendorCall<T> {
        T make() throws KiteException, IOException;
    }

    private <T> T call(String what, VendorCall<T> call) throws TransientException, RefusedException {
        try {
            T result = call.make();
            if (result == null) {
                throw new RefusedException(what + " answered without data");
            }
            return result;
        } catch (TransientException | RefusedException e) {
            throw e;
        } catch (KiteException e) {
            throw new RefusedException(e.getClass().getSimpleName(), redaction.clean(e.message));
        } catch (IOException e) {
            throw Http.unreachable(root, e, redaction);
        } catch (RuntimeException e) {
            // On a reply of another shape org.json and gson throw unchecked exceptions whose messages quote it.
            throw new RefusedException(what + " answered with JSON of an unknown shape ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
