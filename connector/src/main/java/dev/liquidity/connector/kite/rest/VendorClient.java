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
 * Redirects the vendor's REST client to the configured {@code api_url}. It has its host in a private static field and
 * reads answers of any size. Its HTTP client, a private field of each instance, is replaced by one of ours that
 * rewrites the address and bounds the answer; nothing static changes, so that two accounts or tests can share a
 * process. Thread-safe.
 */
final class VendorClient {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient ours;

    /**
     * Clients for one server.
     *
     * @param root the API's address; its path is put before the vendor's
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
     * @throws IllegalStateException if the vendor's class has changed, so that secrets would go to another host
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

    /** Sends a call to the configured server, and returns only JSON to the vendor's code, which trusts what it gets. */
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
            if (reply.fields().isEmpty()) {
                throw TransientException.lasting(Http.where(url) + " answered " + reply.words(redaction)
                        + "; if this lasts, check zerodha.api_url");
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
