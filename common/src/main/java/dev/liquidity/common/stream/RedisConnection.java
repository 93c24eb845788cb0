package dev.liquidity.common.stream;

import java.io.IOException;
import java.net.Socket;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A connection that also takes commands which are encoded already, many in one piece. */
public final class RedisConnection extends Connection {
    private final KeptSocket sockets;

    RedisConnection(HostAndPort address, JedisClientConfig config) {
        this(new KeptSocket(address, config), config);
    }

    private RedisConnection(KeptSocket sockets, JedisClientConfig config) {
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

    private static final class KeptSocket extends DefaultJedisSocketFactory {
        private Socket last;

        KeptSocket(HostAndPort address, JedisClientConfig config) {
            super(address, config);
        }

        @Override
        public Socket createSocket() {
            last = super.createSocket();
            return last;
        }
    }
}
