package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.time.Duration;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One thread's connection to Redis across all outages: opened when it is needed, given up at a failure, opened again
 * after a growing wait. Not thread-safe: used by its duty's thread only.
 */
public final class RedisLink implements AutoCloseable {
    private static final long WAIT_AT_CLOSE_MILLIS = 100;

    /** A failure so soon after an outage continues it: some commands work, and others do not. */
    private static final long RELAPSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Settings.Redis redis;
    private final String clientName;
    private final RedisOutage outage;
    private final boolean outlastsRefusals;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private RedisConnection connection;
    private long openedNanos;

    /** When it worked for the first time since the last failure; 0 if it has not. */
    private long workingNanos;

    private long recoveredNanos = System.nanoTime() - RELAPSE_NANOS;
    private boolean isRelapsed;

    /** What is done with the connection. */
    @FunctionalInterface
    public interface Work {
        void run(RedisConnection connection) throws InterruptedException;
    }

    /**
     * @param clientName without blanks, as {@code CLIENT LIST} shows it
     * @param outage the process' own, shared by all its links
     */
    public RedisLink(Settings.Redis redis, String clientName, RedisOutage outage) {
        this(redis, clientName, outage, false);
    }

    private RedisLink(Settings.Redis redis, String clientName, RedisOutage outage, boolean outlastsRefusals) {
        this.redis = redis;
        this.clientName = clientName;
        this.outage = outage;
        this.outlastsRefusals = outlastsRefusals;
    }

    /** A link that takes a refusal for an outage: its work can wait until somebody corrects the server. */
    public static RedisLink outlastingRefusals(Settings.Redis redis, String clientName, RedisOutage outage) {
        return new RedisLink(redis, clientName, outage, true);
    }

    /** Takes over a connection that is open; called before the first {@link #attempt}. */
    public void use(RedisConnection open) {
        connection = open;
        openedNanos = System.nanoTime();
    }

    /**
     * Works on the connection, and opens it if there is none. If Redis fails, gives the connection up and waits; the
     * next attempt opens another one.
     *
     * @param closing ends the wait, or cuts it short if it was requested before
     * @return false if Redis failed; what the work has changed is not known then
     * @throws UserException ({@link ExitCode#REDIS}) if Redis refused a command. A refused password does not count:
     *     whoever changed it while the program runs may change it back
     */
    public boolean attempt(Closing closing, Work work) throws InterruptedException {
        try {
            work.run(open());
            if (backoff.failures() > 0) {
                recover();
            }
            return true;
        } catch (JedisDataException e) {
            if (!outlastsRefusals && RedisConnections.isRefusal(redis, e)) {
                throw RedisConnections.unusable(redis, e);
            }
            fail(e);
        } catch (JedisException e) {
            fail(e);
        } catch (RuntimeException e) {
            // Replies may be left unread: nothing can follow on this connection.
            close();
            throw e;
        }
        pause(closing, backoff.nextMillis());
        return false;
    }

    /** Ends the outage: at the first success, or after a relapse once it has worked for a while. */
    private void recover() {
        long now = System.nanoTime();
        if (workingNanos == 0) {
            workingNanos = now;
        }
        if (!isRelapsed || now - workingNanos >= RELAPSE_NANOS) {
            isRelapsed = false;
            recoveredNanos = now;
            backoff.reset();
            outage.onSuccess(this);
        }
    }

    private static void pause(Closing closing, long millis) throws InterruptedException {
        if (closing.isRequested()) {
            Thread.sleep(Math.min(millis, WAIT_AT_CLOSE_MILLIS));
        } else {
            closing.await(millis);
        }
    }

    private RedisConnection open() {
        if (connection == null) {
            openedNanos = System.nanoTime();
            try {
                connection = RedisConnections.open(redis, clientName);
            } catch (UserException e) {
                throw new JedisConnectionException(e.getMessage(), e);
            }
        }
        return connection;
    }

    /** Gives the connection up. An interrupt closes it, too, but is no outage. */
    private void fail(RuntimeException failure) throws InterruptedException {
        RedisConnections.close(connection);
        connection = null;
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while Redis did not answer");
        }
        isRelapsed |= System.nanoTime() - recoveredNanos < RELAPSE_NANOS;
        workingNanos = 0;
        outage.onFailure(this, openedNanos, failure);
    }

    /** Closes the connection; the next attempt opens another. */
    @Override
    public void close() {
        RedisConnections.close(connection);
        connection = null;
        outage.onClose(this);
    }
}
