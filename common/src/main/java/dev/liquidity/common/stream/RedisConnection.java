package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection whose waits end when its thread is interrupted, and which also sends commands that are encoded already,
 * many in one piece, and reads a stream's entries one by one. Not thread-safe.
 */
public final class RedisConnection extends Connection {
    private final Sockets sockets;
    private EntriesReply entries;
    private EntryHandler handler;

    /**
     * Opens a connection that is ready to use: authenticated, its database selected, its name set.
     *
     * @param patience how long connecting may take
     * @param replyPatience how long a reply may take
     * @throws JedisException as {@link RedisConnections#open}, refusals as {@link JedisDataException}
     */
    static RedisConnection open(
            HostAndPort address, Settings.Redis redis, String clientName, Duration patience, Duration replyPatience) {
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .user(redis.username())
                .password(redis.password() == null ? null : redis.password().reveal())
                .database(redis.db())
                // The defaults: the JVM's trust store, certificate and host name checked.
                .sslOptions(redis.ssl() ? SslOptions.defaults() : null)
                .clientName(clientName)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .connectionTimeoutMillis((int) patience.toMillis())
                .socketTimeoutMillis((int) replyPatience.toMillis())
                .build();
        RedisConnection connection = new RedisConnection(new Sockets(address, config), config);
        try {
            // Without its password, a server has only refused our name so far, and the client ignores that.
            connection.sendCommand(Protocol.Command.PING);
            connection.getOne();
            return connection;
        } catch (JedisAccessControlException e) {
            // A user who may not PING is logged in nonetheless.
            if ("NOPERM".equals(RedisConnections.code(e))) {
                return connection;
            }
            RedisConnections.close(connection);
            throw e;
        } catch (RuntimeException e) {
            RedisConnections.close(connection);
            throw e;
        }
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
        sendEncoded(commands, 0, length);
    }

    /** Sends a part of an array likewise. */
    public void sendEncoded(byte[] commands, int from, int length) {
        flush();
        try {
            sockets.last.getOutputStream().write(commands, from, length);
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

    /** The server. */
    HostAndPort address() {
        return sockets.address;
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
