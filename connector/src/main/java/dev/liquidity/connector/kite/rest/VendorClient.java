package dev.liquidity.connector.kite.rest;

import com.zerodhatech.kiteconnect.KiteConnect;
import com.zerodhatech.kiteconnect.kitehttp.KiteRequestHandler;
import java.io.IOException;
import java.lang.reflect.Field;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * The vendor's REST client, sent to the configured {@code api_url}. It fixes its host in a private static field and reads answers without
 * a bound; so its HTTP client, a private field of each instance, is replaced by one of ours, which rewrites the address and bounds the
 * answer. Nothing static is touched, and two accounts or two tests can live in one process.
 */
final class VendorClient {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient ours;

    /**
     * Clients for one server.
     *
     * @param root the API's address; a path in it goes before the vendor's own
     */
    VendorClient(HttpUrl root, Http http) {
        ours = http.client()
                .newBuilder()
                .addInterceptor(new Redirected(root, http.redaction()))
                .build();
    }

    /**
     * A vendor's client without an access token.
     *
     * @throws IllegalStateException when the vendor's class has changed: that must be looked at before another host gets a secret
     */
    KiteConnect of(String apiKey) {
        KiteConnect kite = new KiteConnect(apiKey, null, false);
        try {
            Field handler = KiteConnect.class.getDeclaredField("kiteRequestHandler");
            handler.setAccessible(true);
            Field client = KiteRequestHandler.class.getDeclaredField("client");
            client.setAccessible(true);
            client.set(handler.get(kite), ours);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("kiteconnect has changed inside; it can't be redirected to api_url", e);
        }
        return kite;
    }

    /** Sends a call to the configured server, and lets only JSON through to the vendor's code, which trusts what it gets. */
    private record Redirected(HttpUrl root, Redaction redaction) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            String prefix = root.encodedPath().replaceAll("/+$", "");
            HttpUrl url = root.newBuilder()
                    .encodedPath(prefix + request.url().encodedPath())
                    .encodedQuery(request.url().encodedQuery())
                    .build();
            Reply reply;
            Response answer;
            try (Response response = chain.proceed(request.newBuilder().url(url).build())) {
                reply = Reply.read(response);
                answer = response;
            } catch (IOException e) {
                throw Http.unreachable(url, e, redaction);
            }
            if (reply.isTransient()) {
                throw new TransientException(Http.where(url) + " answered " + reply.words(redaction));
            }
            if (!reply.isSuccess()) {
                String errorType = reply.text("error_type");
                throw new RefusedException(redaction.clean(errorType), reply.words(redaction));
            }
            return answer.newBuilder()
                    .header("Content-Type", "application/json")
                    .body(ResponseBody.create(reply.body(), JSON))
                    .build();
        }
    }
}
