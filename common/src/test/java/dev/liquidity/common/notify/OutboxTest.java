package dev.liquidity.common.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class OutboxTest {
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final String SOURCE = "connector on trader1";

    @TempDir
    private Path directory;

    /** Thu 26 Nov 10:05 in India. */
    private Instant now = Instant.parse("2026-11-26T04:35:00Z");

    private Outbox outbox(Duration every) {
        return new Outbox(SOURCE, every, directory.resolve("told"), () -> now);
    }

    @Test
    void saysWhatHowSevereWhenAndWho() {
        Outbox outbox = outbox(EVERY);
        outbox.add("disk", Level.ERROR, "The disk is full");
        outbox.add("open", Level.INFO, "The market is open");

        Outbox.Digest digest = outbox.take(false);
        assertEquals(
                "ERROR: The disk is full\nThe market is open\n" + SOURCE + ", Thu 26 Nov 10:05 IST", digest.text());
        assertTrue(digest.isUrgent());
        assertEquals(2, digest.messages());
        assertNull(outbox.take(false));
    }

    @Test
    void isNotUrgentWithoutAWarning() {
        Outbox outbox = outbox(EVERY);
        outbox.add("open", Level.INFO, "The market is open");
        assertFalse(outbox.take(false).isUrgent());
    }

    @Test
    void makesTwoMessagesOfAFloodOfOneKind() {
        Outbox outbox = outbox(EVERY);
        outbox.add("flood", Level.ERROR, "fault 0");
        List<String> told = new ArrayList<>(List.of(outbox.take(false).text()));
        long begin = System.nanoTime();
        for (int i = 1; i < 10_000; i++) {
            outbox.add("flood", Level.ERROR, "fault " + i);
        }
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(1).toNanos(), "adding takes no time");
        for (int second = 0; second < 1800; second++) {
            now = now.plusSeconds(1);
            Outbox.Digest digest = outbox.take(false);
            if (digest != null) {
                told.add(digest.text());
            }
        }
        assertEquals(
                List.of(
                        "ERROR: fault 0\n" + SOURCE + ", Thu 26 Nov 10:05 IST",
                        "ERROR: fault 9999 (the last of 9999 like it) (Thu 26 Nov 10:05 IST)\n" + SOURCE
                                + ", Thu 26 Nov 10:20 IST"),
                told);
    }

    @Test
    void tellsAKindAgainOnceItsTimeIsOver() {
        Outbox outbox = outbox(EVERY);
        outbox.add("gap", Level.WARN, "one");
        assertEquals(1, outbox.take(false).messages());
        outbox.add("gap", Level.WARN, "two");
        now = now.plus(EVERY).minusSeconds(1);
        assertNull(outbox.take(false));
        now = now.plusSeconds(1);
        assertEquals(
                "WARN: two (Thu 26 Nov 10:05 IST)\n" + SOURCE + ", Thu 26 Nov 10:20 IST",
                outbox.take(false).text());
    }

    @Test
    void tellsAtTheEndWhatItHoldsBack() {
        Outbox outbox = outbox(EVERY);
        outbox.add("gap", Level.WARN, "one");
        outbox.take(false);
        outbox.add("gap", Level.WARN, "two");
        assertTrue(outbox.take(true).text().startsWith("WARN: two"));
        assertNull(outbox.take(true));
    }

    @Test
    void takesNoNoticeOfAClockThatIsSetBack() {
        Outbox outbox = outbox(EVERY);
        outbox.add("gap", Level.WARN, "one");
        outbox.take(false);
        now = now.minus(Duration.ofDays(365));
        outbox.add("gap", Level.WARN, "two");
        assertTrue(outbox.take(false).text().contains("two"), "not silent for a year");
    }

    @Test
    void hasNoLimitIfNoneIsWanted() {
        Outbox outbox = outbox(Duration.ZERO);
        outbox.add("open", Level.INFO, "one");
        outbox.add("open", Level.INFO, "two");
        assertEquals(
                "one\ntwo\n" + SOURCE + ", Thu 26 Nov 10:05 IST",
                outbox.take(false).text());
    }

    @Test
    void isBoundedAndSaysHowMuchIsMissing() {
        Outbox outbox = outbox(EVERY);
        for (int i = 0; i < 10_000; i++) {
            outbox.add("kind " + i, Level.ERROR, "x".repeat(50 * (i % 50)) + "\uD83D\uDE00");
        }
        long told = 0;
        int texts = 0;
        for (Outbox.Digest digest = outbox.take(false); digest != null; digest = outbox.take(false)) {
            assertTrue(
                    digest.text().length() <= Outbox.LONGEST_TEXT, digest.text().length() + " characters");
            assertEquals(texts == 0, digest.text().startsWith("9900 messages before this could not be sent; "));
            told += digest.messages();
            texts++;
        }
        assertEquals(Outbox.MOST_KINDS, told);
        now = now.plus(EVERY);
        outbox.take(false);
        outbox.add("another", Level.ERROR, "y");
        assertEquals(1, outbox.take(false).messages(), "kinds that are over leave room");
    }

    @Test
    void cutsALongMessageBetweenCharacters() {
        Outbox outbox = outbox(EVERY);
        outbox.add("long", Level.INFO, "x" + "\uD83D\uDE00".repeat(3000));
        String text = outbox.take(false).text();
        assertTrue(text.startsWith("x\uD83D\uDE00"), text);
        assertTrue(text.contains("\uD83D\uDE00…\n"), text);
    }

    @Test
    void saysHowManyCouldNotBeSent() {
        Outbox outbox = outbox(EVERY);
        outbox.add("a", Level.INFO, "one");
        outbox.lose(outbox.take(false));
        assertNull(outbox.take(true), "not by itself");
        outbox.add("b", Level.INFO, "two");
        assertTrue(
                outbox.take(false).text().startsWith("1 messages before this could not be sent; the log has them\n"));
    }

    /** As by a service that is restarted every 15 s and fails each time: thousands of messages a day otherwise. */
    @Test
    void tellsOfAProgramThatFailsAgainAndAgainOnceInATime() {
        List<String> told = new ArrayList<>();
        for (int run = 0; run < 100; run++) {
            Outbox outbox = outbox(EVERY);
            outbox.add("redis", Level.ERROR, "Redis can't be reached, run " + run);
            for (Outbox.Digest digest = outbox.take(true); digest != null; digest = outbox.take(true)) {
                told.add(digest.text());
            }
            outbox.save();
            now = now.plusSeconds(15);
        }
        assertEquals(
                List.of(
                        "ERROR: Redis can't be reached, run 0\n" + SOURCE + ", Thu 26 Nov 10:05 IST",
                        "ERROR: Redis can't be reached, run 60 (the last of 60 like it)\n" + SOURCE
                                + ", Thu 26 Nov 10:20 IST"),
                told);
    }

    @Test
    void beginsAnewWithoutAReadableFile() throws Exception {
        for (String content : List.of("", "x", "1 2 3\n", "\0\0\0", "abc 2026-11-26T04:36:00Z x")) {
            Files.writeString(directory.resolve("told"), content);
            Outbox outbox = outbox(EVERY);
            outbox.add("a", Level.INFO, "one");
            assertTrue(outbox.take(false).text().startsWith("one"), content);
        }
    }
}
