package dev.liquidity.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.ticker.Malformation;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final long NIFTY = 256265;
    private static final long INFY = 408065;

    @AutoClose
    private SandboxExchange exchange;

    private SandboxClient client;

    private void start(SandboxOptions options) throws Exception {
        exchange = SandboxExchange.start(options);
        client = new SandboxClient(exchange);
        client.login();
    }

    private static long token(byte[] packet) {
        return BigEndian.getU32(packet, PacketLayout.TOKEN);
    }

    @Test
    void sendsTheCachedTickOnSubscriptionAndThenNothingWhileStopped() throws Exception {
        start(new SandboxOptions().running(false).cachedAge(Duration.ofDays(2)));
        TickerClient ticker = client.ticker();
        ticker.send("{\"a\":\"subscribe\",\"v\":[" + INFY + "," + NIFTY + "]}");
        ticker.await(() -> ticker.packets().size() == 2);
        byte[] infy = ticker.packets(p -> token(p) == INFY).get(0);
        byte[] nifty = ticker.packets(p -> token(p) == NIFTY).get(0);
        assertEquals(PacketLayout.QUOTE_LENGTH, infy.length);
        assertEquals(PacketLayout.INDEX_QUOTE_LENGTH, nifty.length);
        // A repeated subscription brings the cached tick again, in the mode set meanwhile.
        ticker.send("{\"a\":\"mode\",\"v\":[\"full\",[" + INFY + "]]}");
        ticker.send("{\"a\":\"subscribe\",\"v\":[" + INFY + "]}");
        ticker.await(() -> ticker.packets().size() == 3);
        byte[] full = ticker.packets().get(2);
        assertEquals(PacketLayout.FULL_LENGTH, full.length);
        long age = Instant.now().getEpochSecond() - BigEndian.getU32(full, PacketLayout.EXCHANGE_TIME);
        assertTrue(age >= 2 * 86_400 && age < 2 * 86_400 + 60, "age " + age);
        assertTrue(BigEndian.getU32(full, PacketLayout.VOLUME) > BigEndian.getU32(infy, PacketLayout.VOLUME));
        // After a quiet second comes a heartbeat of one byte.
        ticker.await(() -> ticker.messages().stream().anyMatch(m -> m.length == 1));
        assertEquals(3, ticker.packets().size());
    }

    @Test
    void ticksInEveryModeWithNumbersThatRise() throws Exception {
        start(new SandboxOptions().rate(Rate.total(500)));
        TickerClient ticker = client.ticker();
        ticker.subscribe("full", INFY, NIFTY);
        ticker.await(() ->
                ticker.packets(p -> p.length == PacketLayout.FULL_LENGTH).size() >= 50
                        && ticker.packets(p -> p.length == PacketLayout.INDEX_FULL_LENGTH)
                                        .size()
                                >= 50);
        ticker.send("{\"a\":\"mode\",\"v\":[\"ltp\",[" + INFY + "]]}");
        ticker.await(
                () -> !ticker.packets(p -> p.length == PacketLayout.LTP_LENGTH).isEmpty());
        ticker.close();
        ticker.await(() -> ticker.closeCode() != 0);
        rises(ticker.packets(p -> token(p) == INFY && p.length > 8), PacketLayout.VOLUME);
        rises(ticker.packets(p -> token(p) == NIFTY), PacketLayout.INDEX_HIGH);
        long now = Instant.now().getEpochSecond();
        byte[] last =
                ticker.packets(p -> p.length == PacketLayout.INDEX_FULL_LENGTH).get(0);
        assertTrue(Math.abs(now - BigEndian.getU32(last, PacketLayout.INDEX_EXCHANGE_TIME)) < 30);
    }

    @Test
    void stopsSendingAnUnsubscribedInstrument() throws Exception {
        start(new SandboxOptions().rate(Rate.total(500)));
        TickerClient ticker = client.ticker();
        ticker.subscribe("full", INFY, NIFTY);
        ticker.await(() -> ticker.packets(p -> token(p) == INFY).size() > 10);
        ticker.send("{\"a\":\"unsubscribe\",\"v\":[" + INFY + "]}");
        ticker.await(() -> exchange.sockets().get(0).subscriptions() == 1);
        int before = ticker.packets().size();
        ticker.await(() -> ticker.packets().size() > before + 200);
        List<byte[]> packets = ticker.packets();
        // Ticks that were under way when the count fell have arrived by now.
        assertTrue(
                packets.subList(packets.size() - 100, packets.size()).stream().allMatch(p -> token(p) == NIFTY));
    }

    private static void rises(List<byte[]> packets, int offset) {
        for (int i = 1; i < packets.size(); i++) {
            assertTrue(BigEndian.getU32(packets.get(i), offset) > BigEndian.getU32(packets.get(i - 1), offset));
        }
    }

    @Test
    void keepsToTheRateThatWasAskedFor() throws Exception {
        start(new SandboxOptions().rate(Rate.total(2_000)));
        TickerClient ticker = client.ticker();
        long[] tokens = exchange.dump().listings().stream()
                .filter(l -> l.name().equals("NIFTY"))
                .mapToLong(l -> l.token())
                .toArray();
        ticker.subscribe("full", tokens);
        ticker.await(() -> ticker.packets().size() > tokens.length);
        long before = exchange.sentTicks();
        long begin = System.nanoTime();
        ticker.await(() -> exchange.sentTicks() - before >= 4_000);
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds > 1.5 && seconds < 4, "4,000 ticks in " + seconds + " s");
    }

    @Test
    void refusesADeadTokenAndAFourthSocket() throws Exception {
        start(new SandboxOptions());
        assertEquals(403, TickerClient.refusal(() -> client.ticker("nobody")));
        List<TickerClient> three =
                IntStream.range(0, 3).mapToObj(i -> client.ticker()).toList();
        assertEquals(429, TickerClient.refusal(() -> client.ticker()));
        exchange.faults().evictOldest(true);
        client.ticker();
        three.get(0).await(() -> three.get(0).closeCode() == 1008);
        exchange.faults().killTokens();
        assertEquals(403, TickerClient.refusal(() -> client.ticker()));
        assertEquals(0, three.get(1).closeCode());
    }

    @Test
    void refusesHandshakesOnDemand() throws Exception {
        start(new SandboxOptions());
        for (int status : new int[] {403, 429, 400, 502}) {
            exchange.faults().refuseHandshakes(status, 1);
            assertEquals(status, TickerClient.refusal(() -> client.ticker()));
        }
        assertEquals(101, TickerClient.refusal(() -> client.ticker()));
    }

    @Test
    void takesThreeThousandInstrumentsAndSaysSoAboutTheRest() throws Exception {
        start(new SandboxOptions().running(false));
        TickerClient ticker = client.ticker();
        long[] tokens = exchange.dump().listings().stream()
                .limit(3_007)
                .mapToLong(l -> l.token())
                .toArray();
        ticker.send("{\"a\":\"subscribe\",\"v\":[" + TickerClient.join(tokens) + "]}");
        ticker.await(() -> !ticker.texts().isEmpty() && ticker.packets().size() == 3_000);
        assertTrue(ticker.texts().get(0).contains("7 tokens"), ticker.texts().get(0));
        assertEquals(3_000, exchange.sockets().get(0).subscriptions());
    }

    @Test
    void answersPingsAndSaysWhatItDoesNotUnderstand() throws Exception {
        start(new SandboxOptions().running(false));
        TickerClient ticker = client.ticker();
        ticker.ping();
        ticker.send("{\"a\":\"dance\",\"v\":[1]}");
        ticker.await(() -> ticker.pongs() == 1 && ticker.texts().size() == 1);
        assertTrue(ticker.texts().get(0).contains("\"type\":\"error\""));
    }

    @Test
    void cutsAndClosesOneSocketOrAll() throws Exception {
        start(new SandboxOptions());
        TickerClient first = client.ticker();
        TickerClient second = client.ticker();
        second.await(() -> exchange.sockets().size() == 2);
        assertEquals(1, exchange.faults().cut(1));
        first.await(() -> first.error() != null);
        assertEquals(1, exchange.faults().close(0, 4_001));
        second.await(() -> second.closeCode() == 4_001);
        second.await(() -> exchange.sockets().stream().allMatch(s -> s.end() != null));
        assertEquals("cut", exchange.sockets().get(0).end());
        assertEquals("closed with code 4001", exchange.sockets().get(1).end());
    }

    @Test
    void fallsSilentWithHeartbeatsAndWithout() throws Exception {
        start(new SandboxOptions().rate(Rate.total(200)));
        TickerClient ticker = client.ticker();
        ticker.subscribe("quote", INFY);
        ticker.await(() -> ticker.packets().size() > 10);
        exchange.faults().silence(1, Duration.ofSeconds(30), true);
        ticker.await(() -> ticker.messages().get(ticker.messages().size() - 1).length == 1);
        long sent = exchange.sentTicks();
        int messages = ticker.messages().size();
        ticker.await(() -> ticker.messages().size() > messages);
        assertEquals(sent, exchange.sentTicks());
        exchange.faults().silence(1, Duration.ofMillis(1_500), false);
        int before = ticker.messages().size();
        long begin = System.nanoTime();
        ticker.ping();
        ticker.await(() -> exchange.sentTicks() > sent);
        assertTrue(System.nanoTime() - begin > 1_200_000_000L);
        assertEquals(0, ticker.pongs());
        assertTrue(ticker.messages().size() >= before);
    }

    @Test
    void sendsMalformedFramesAndHalfOfOne() throws Exception {
        start(new SandboxOptions().running(false));
        TickerClient ticker = client.ticker();
        // The client has its handshake a moment before the exchange counts the socket.
        ticker.await(() -> !exchange.sockets().isEmpty());
        for (Malformation kind :
                List.of(Malformation.TRUNCATED, Malformation.COUNT, Malformation.LENGTH, Malformation.GARBAGE)) {
            exchange.faults().malform(1, kind);
        }
        // Heartbeats of one byte may come between.
        ticker.await(() -> ticker.messages().stream().filter(m -> m.length > 1).count() >= 3);
        ticker.await(() -> ticker.messages().stream().anyMatch(m -> m.length > 1 && BigEndian.getU16(m, 0) == 40_000));
        exchange.faults().malform(1, Malformation.HALF);
        ticker.await(() -> ticker.error() != null);
        assertNotNull(ticker.error());
    }

    @Test
    void burstsThousandsAtOnce() throws Exception {
        start(new SandboxOptions().running(false));
        TickerClient ticker = client.ticker();
        ticker.subscribe("full", INFY, NIFTY);
        ticker.await(() -> ticker.packets().size() == 2);
        exchange.faults().burst(1, 5_000);
        ticker.await(() -> ticker.packets().size() == 5_002);
        // The exchange counts a frame when it is written, a moment after it may have been read.
        ticker.await(() -> exchange.sentTicks() == 5_002);
        ticker.await(() -> exchange.sockets().get(0).ticks() == 5_002);
    }
}
