package dev.liquidity.common.notify;

import dev.liquidity.common.notify.NotSentException.Kind;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due in an outbox through one channel, on a thread of its own. What fails is sent again after growing
 * waits, or those that the server wants; but only a few times if that may repeat it, or is in vain until somebody mends
 * something. An outage is logged once, and told by no other channel.
 */
final class Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);
    private static final int ATTEMPTS = 4;

    /** Telegram takes 20 texts a minute for a group. */
    private static final int PAUSES_BETWEEN_TEXTS = 3;

    private final Channel channel;
    private final Outbox outbox;
    private final long pauseMillis;
    private final Backoff backoff;
    private final Worker worker;

    /** @param pauseMillis between two looks at the outbox */
    Messenger(Channel channel, Outbox outbox, long pauseMillis) {
        this.channel = channel;
        this.outbox = outbox;
        this.pauseMillis = pauseMillis;
        backoff = new Backoff(Duration.ofMillis(5 * pauseMillis), Duration.ofMinutes(5));
        worker = new Worker("tell-" + channel.name(), this::cycle, new StopSignal()).start();
    }

    Outbox outbox() {
        return outbox;
    }

    private boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.await(pauseMillis);
        for (Outbox.Digest due = outbox.take(isLast); due != null; due = outbox.take(isLast)) {
            deliver(due, closing);
            outbox.save();
            closing.await(PAUSES_BETWEEN_TEXTS * pauseMillis);
        }
        if (isLast) {
            outbox.save();
        }
        return !isLast;
    }

    private void deliver(Outbox.Digest digest, Closing closing) throws InterruptedException {
        boolean isOver = false;
        for (int attempts = 1; !isOver; attempts++) {
            NotSentException failure = attempt(digest);
            if (failure == null) {
                return;
            }
            isOver = closing.isRequested() || failure.kind() != Kind.PASSING && attempts >= ATTEMPTS;
            isOver |= !isOver
                    && closing.await(Math.max(failure.waitMillis(), backoff.nextMillis()))
                    && failure.waitMillis() > 0;
        }
        outbox.lose(digest);
    }

    /** Returns null if it succeeds. */
    private NotSentException attempt(Outbox.Digest digest) throws InterruptedException {
        NotSentException failure;
        try {
            channel.send(digest);
            if (backoff.failures() > 0) {
                backoff.reset();
                LOG.info("People are told by {} again", channel.name());
            }
            return null;
        } catch (NotSentException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new NotSentException(Kind.DOUBTFUL, e.toString(), 0);
        }
        if (backoff.failures() == 0) {
            LOG.warn("Nobody can be told by {}: {}", channel.name(), failure.getMessage());
        } else {
            LOG.debug("Still nobody can be told by {}: {}", channel.name(), failure.getMessage());
        }
        return failure;
    }

    /** Asks the thread to send what is left, and to end. */
    void requestClose() {
        worker.requestClose();
    }

    /** Waits for its end, but no longer than to a time of {@link System#nanoTime}. */
    void awaitEnd(long deadlineNanos) {
        if (!worker.close(Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
            LOG.warn("The last messages by {} are not sent in time: the log has them", channel.name());
        }
    }
}
