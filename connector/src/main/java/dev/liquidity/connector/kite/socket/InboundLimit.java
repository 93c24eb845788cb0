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
 * Keeps a server from filling the memory by one endless message, of which the WebSocket library reads any size before it hands it on: more
 * than {@link #MOST_BYTES} since the last message end the connection. For the bytes of the network to be the measure, messages must not be
 * compressed: compression is not asked for, and a server that does it all the same is refused.
 *
 * <p>Counted on okhttp's reading thread, the same that hands messages on.
 */
final class InboundLimit {
    /** 3,000 packets of 20 levels, the most that one message could hold, are 1.7 MB. */
    static final long MOST_BYTES = 8 << 20;

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private volatile long bytes;

    /** The client for one connection with this limit; it shares all else with the given one. */
    OkHttpClient on(OkHttpClient client) {
        return client.newBuilder()
                .socketFactory(new Sockets())
                .addInterceptor(InboundLimit::withoutCompression)
                .build();
    }

    /** Begins anew: a whole message was handed on. */
    void onMessage() {
        bytes = 0;
    }

    private void count(int read) throws IOException {
        long sum = bytes + Math.max(0, read);
        bytes = sum;
        if (sum > MOST_BYTES) {
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

    /** Of its methods okhttp calls but the one without arguments. */
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
                public int read() throws IOException {
                    int value = super.read();
                    count(value < 0 ? 0 : 1);
                    return value;
                }

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
