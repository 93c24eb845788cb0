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
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection whose waits end when its thread is interrupted, and which also sends commands that are encoded already,
 * many in one piece, and reads a stream's entries one by one. Not thread-safe.
 */
public final class RedisConnection extends Connection {
    private final Sockets sockets;
    private EntriesReply entries;
    private EntryHandler handler;

    RedisConnection(HostAndPort address, JedisClientConfig config) {
        this(new Sockets(address, config), config);
    }

    private RedisConnection(Sockets sockets, JedisClientConfig config) {
        super(sockets, config);
        this.sockets = sockets;
    }

    /**
     * Sends commands at once, after those sent before. Their replies are read like those of other commands.
     *
     * @param commands in Redis' protocol; whole commands only
     * @throws JedisConnectionException if the connection is lost; which commands were received is not known
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

    /**
     * Reads the reply of an {@code XREADGROUP} that was sent; null calls the handler for none.
     *
     * @throws redis.clients.jedis.exceptions.JedisDataException if the reply is an error
     */
    public void readEntries(EntryHandler to) {
        if (entries == null) {
            entries = new EntriesReply();
        }
        handler = to;
        try {
            getOne();
        } finally {
            handler = null;
        }
    }

    /** Ends whatever its thread waits for, as a lost connection does. Thread-safe. */
    void cut() {
        sockets.closeLast();
    }

    @Override
    protected Object protocolRead(RedisInputStream in) {
        if (handler == null || !in.peek((byte) '*')) {
            return super.protocolRead(in);
        }
        entries.read(in, handler);
        return null;
    }

    /** Opens sockets on channels, whose reads end when the thread is interrupted. Those of other sockets do not. */
    private static final class Sockets implements JedisSocketFactory {
        private final HostAndPort address;
        private final JedisClientConfig config;
        private volatile Socket last;

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

        /** Encrypts a connection. The JVM's trust store decides; certificate and host name are checked. */
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
                // The connection is given up anyway.
            }
        }
    }
}
