package dev.liquidity.common.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection whose waits end when its thread is interrupted, and that also takes commands which are encoded already, many in one piece.
 * Belongs to one thread.
 */
public final class RedisConnection extends Connection {
    private final Sockets sockets;

    RedisConnection(HostAndPort address, JedisClientConfig config) {
        this(new Sockets(address, config), config);
    }

    private RedisConnection(Sockets sockets, JedisClientConfig config) {
        super(sockets, config);
        this.sockets = sockets;
    }

    /**
     * Sends commands at once, behind those that were sent before. Their replies are read as those of others are.
     *
     * @param commands in Redis' protocol, whole
     * @throws JedisConnectionException when the connection is lost; it is not known which commands came through
     */
    public void sendEncoded(byte[] commands, int length) {
        flush();
        try {
            sockets.last.getOutputStream().write(commands, 0, length);
        } catch (IOException e) {
            setBroken();
            throw new JedisConnectionException(e);
        }
    }

    /** Opens sockets on channels: unlike others, they end a read by a thread that is interrupted. */
    private static final class Sockets implements JedisSocketFactory {
        private final HostAndPort address;
        private final JedisClientConfig config;
        private Socket last;

        Sockets(HostAndPort address, JedisClientConfig config) {
            this.address = address;
            this.config = config;
        }

        @Override
        public Socket createSocket() {
            try {
                last = connect();
                last.setSoTimeout(config.getSocketTimeoutMillis());
                if (config.getSslOptions() != null) {
                    last = encrypted(last);
                }
                return last;
            } catch (IOException e) {
                closeLast();
                throw new JedisConnectionException("no connection to " + address, e);
            }
        }

        private Socket connect() throws IOException {
            IOException failure = null;
            for (InetAddress host : InetAddress.getAllByName(address.getHost())) {
                Socket socket = SocketChannel.open().socket();
                try {
                    socket.setKeepAlive(true);
                    socket.setTcpNoDelay(true);
                    socket.connect(new InetSocketAddress(host, address.getPort()), config.getConnectionTimeoutMillis());
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    failure = e;
                }
            }
            throw failure;
        }

        /** The JVM's trust store decides; certificate and host name are checked. */
        private Socket encrypted(Socket plain) throws IOException {
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            SSLSocket socket = (SSLSocket) factory.createSocket(plain, address.getHost(), address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        }

        private void closeLast() {
            try {
                if (last != null) {
                    last.close();
                }
            } catch (IOException e) {
                // it is given up anyway
            }
        }
    }
}
