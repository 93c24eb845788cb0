package dev.liquidity.connector.kite.socket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Ends a connection that receives more than {@link #MOST_BYTES} without completing a message: okhttp reads a message of
 * any size into memory before it passes it on. Since the network's bytes are counted, messages must not be compressed:
 * compression is not requested, and a server that compresses all the same is refused.
 *
 * <p>Not thread-safe: used by one thread at a time, that which connects and then the reader.
 */
final class InboundLimit {
    /** The longest possible message, 3,000 packets of 20 levels, has 1.7 MB. */
    static final long MOST_BYTES = 8 << 20;

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private long bytes;

    /** A client for one connection with this limit, which shares everything else with the given one. */
    OkHttpClient on(OkHttpClient client) {
        return client.newBuilder()
                .socketFactory(new Sockets())
                .addInterceptor(InboundLimit::withoutCompression)
                .build();
    }

    /** Counts from zero again: a message is complete. */
    void onMessage() {
        bytes = 0;
    }

    private void count(int read) throws IOException {
        bytes += Math.max(0, read);
        if (bytes > MOST_BYTES) {
            throw new IOException("a message of more than " + (MOST_BYTES >> 20) + " MB");
        }
    }

    private static Response withoutCompression(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(
                chain.request().newBuilder().removeHeader(EXTENSIONS).build());
        if (response.header(EXTENSIONS) != null) {
            response.close();
            throw new IOException("the server uses a WebSocket extension that was not asked for");
        }
        return response;
    }

    /** okhttp only calls the no-argument method. */
    private final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new CountedSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private final class CountedSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    count(read);
                    return read;
                }
            };
        }
    }
}
