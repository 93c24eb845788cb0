package dev.liquidity.common.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.notify.NotSentException.Kind;
import dev.liquidity.sandbox.support.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MessengerTest {
    @TempDir
    private Path directory;

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Queue<Exception> failures = new ArrayDeque<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private int attempts;

    private final class Scripted implements Channel {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public synchronized void send(Outbox.Digest digest) throws NotSentException {
            attempts++;
            Exception failure = failures.poll();
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure instanceof NotSentException e) {
                throw e;
            }
            sent.add(digest.text().replaceAll("\n[^\n]*$", ""));
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Messenger.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Messenger.class)).detachAppender(log);
    }

    private Messenger messenger(Channel channel) {
        Outbox outbox = new Outbox("here", Duration.ofHours(1), directory.resolve("told"), InstantSource.system());
        return new Messenger(channel, outbox, 10);
    }

    private void fail(int times, Kind kind, long waitMillis) {
        for (int i = 0; i < times; i++) {
            failures.add(new NotSentException(kind, "no", waitMillis));
        }
    }

    private static void add(Messenger messenger, String text) {
        messenger.outbox().add(text, org.slf4j.event.Level.INFO, text);
    }

    private static void close(Messenger messenger, Duration patience) {
        messenger.requestClose();
        messenger.awaitEnd(System.nanoTime() + patience.toNanos());
    }

    @Test
    void sendsAgainUntilAPassingFailureIsOver() throws Exception {
        fail(6, Kind.PASSING, 0);
        Messenger messenger = messenger(new Scripted());
        add(messenger, "one");
        Await.until("it is sent", () -> sent.equals(List.of("one")));
        close(messenger, Duration.ofSeconds(30));
        assertEquals(
                List.of("Nobody can be told by test: no", "People are told by test again"),
                log.list.stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList(),
                "an outage is logged once, and told by no channel");
        assertTrue(log.list.stream().allMatch(event -> event.getMarkerList() == null));
    }

    @Test
    void givesATextUpThatIsRefusedOrMayHaveArrived() throws Exception {
        fail(2, Kind.DOUBTFUL, 0);
        fail(2, Kind.REFUSED, 0);
        Messenger messenger = messenger(new Scripted());
        add(messenger, "one");
        Await.until("it is given up", () -> failures.isEmpty() && attempts == 4);
        add(messenger, "two");
        Await.until("the next one is sent", () -> sent.size() == 1);
        close(messenger, Duration.ofSeconds(30));
        assertEquals("1 messages before this could not be sent; the log has them\ntwo", sent.get(0));
    }

    @Test
    void survivesAnUnexpectedException() throws Exception {
        failures.add(new IllegalStateException("a fault"));
        Messenger messenger = messenger(new Scripted());
        add(messenger, "one");
        Await.until("it is sent", () -> sent.equals(List.of("one")));
        close(messenger, Duration.ofSeconds(30));
    }

    @Test
    void waitsAsLongAsTheServerWants() throws Exception {
        fail(1, Kind.PASSING, 1500);
        Messenger messenger = messenger(new Scripted());
        long begin = System.nanoTime();
        add(messenger, "one");
        Await.until("it is sent", () -> sent.equals(List.of("one")));
        assertTrue(System.nanoTime() - begin > Duration.ofMillis(1500).toNanos());
        close(messenger, Duration.ofSeconds(30));
        assertEquals(2, attempts);
    }

    @Test
    void sendsTheLastMessagesAtItsEnd() throws Exception {
        Messenger messenger = messenger(new Scripted());
        add(messenger, "one");
        Await.until("it is sent", () -> sent.equals(List.of("one")));
        add(messenger, "one");
        add(messenger, "two");
        close(messenger, Duration.ofSeconds(30));
        assertEquals(
                List.of("one", "one", "two"),
                sent.stream().flatMap(String::lines).sorted().toList(),
                "also the one that is held back for an hour");
    }

    @Test
    void triesOnceMoreAtItsEndUnlessTheServerWantsAPause() throws Exception {
        fail(1, Kind.PASSING, 3_600_000);
        Messenger messenger = messenger(new Scripted());
        add(messenger, "one");
        Await.until("it has failed", () -> attempts == 1);
        Await.elapsed(Duration.ofMillis(200)); // then it waits
        close(messenger, Duration.ofSeconds(30));
        assertEquals(1, attempts);
        assertEquals(List.of(), sent);
    }

    @Test
    void doesNotWaitForAChannelThatHangs() throws Exception {
        CountDownLatch isHanging = new CountDownLatch(1);
        Messenger messenger = messenger(new Channel() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void send(Outbox.Digest digest) throws InterruptedException {
                isHanging.countDown();
                new CountDownLatch(1).await();
            }
        });
        add(messenger, "one");
        isHanging.await();
        long begin = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            add(messenger, "two");
        }
        close(messenger, Duration.ofMillis(200));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
        assertEquals(
                "The last messages by test are not sent in time: the log has them",
                log.list.get(0).getFormattedMessage());
    }
}
