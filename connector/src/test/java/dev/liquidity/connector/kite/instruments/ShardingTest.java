package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardingTest {
    private static final LocalDate FRONT = LocalDate.of(2026, 8, 25);

    private int tokens = 1;

    private Instrument row(String name, LocalDate expiry, int strike, String type) {
        return new Instrument(
                tokens++ * 256L + 2,
                "NFO",
                name + expiry + strike + type,
                name,
                expiry,
                BigDecimal.valueOf(strike),
                BigDecimal.ONE,
                1,
                type,
                "NFO");
    }

    /** A chain of two expiries with strikes 100 apart on both sides of the price. */
    private Chain chain(String name, int price, int strikesASide, boolean withPrice) {
        List<Instrument> derivatives = new ArrayList<>();
        for (LocalDate expiry : List.of(FRONT, FRONT.plusDays(35))) {
            derivatives.add(row(name, expiry, 0, "FUT"));
            for (int i = -strikesASide; i <= strikesASide; i++) {
                derivatives.add(row(name, expiry, price + 100 * i, "CE"));
                derivatives.add(row(name, expiry, price + 100 * i, "PE"));
            }
        }
        return new Chain(
                new Underlying(name, name, "NSE", "NFO"),
                row(name, null, 0, "EQ"),
                derivatives,
                withPrice ? BigDecimal.valueOf(price) : null,
                Set.of());
    }

    private static void assertFair(List<Chain> chains, List<Shard> shards, double tolerance) {
        List<Instrument> all = new ArrayList<>();
        chains.forEach(chain -> all.addAll(chain.instruments()));
        Set<Instrument> dealt = new HashSet<>();
        shards.forEach(shard -> dealt.addAll(shard.instruments()));
        assertEquals(new HashSet<>(all), dealt);
        assertEquals(
                all.size(),
                shards.stream().mapToInt(shard -> shard.instruments().size()).sum());
        int fewest =
                shards.stream().mapToInt(it -> it.instruments().size()).min().orElseThrow();
        int most = shards.stream().mapToInt(it -> it.instruments().size()).max().orElseThrow();
        assertTrue(most - fewest <= 1, fewest + " to " + most);
        double sum = shards.stream().mapToDouble(Shard::ticksPerSecond).sum();
        for (Shard shard : shards) {
            double share = shard.ticksPerSecond() / sum * shards.size();
            assertEquals(1, share, tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void balancesCountsWithinOneAndLoadsWithinAPercent(int sockets) {
        List<Chain> chains = List.of(
                chain("NIFTY", 24500, 50, true), chain("BANKNIFTY", 55000, 80, true), chain("FIN", 26000, 31, true));

        List<Shard> shards = Sharding.deal(chains, sockets);

        assertEquals(sockets, shards.size());
        assertFair(chains, shards, 0.01);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void spreadsTheNearStrikesOfEachUnderlyingAndTheirTwoSides(int sockets) {
        List<Chain> chains = List.of(chain("NIFTY", 24500, 50, true), chain("BANKNIFTY", 55000, 80, true));

        List<Shard> shards = Sharding.deal(chains, sockets);

        for (Chain chain : chains) {
            for (String type : List.of("CE", "PE")) {
                List<Instrument> near = chain.derivatives().stream()
                        .filter(row -> row.expiry().equals(FRONT)
                                && row.instrumentType().equals(type))
                        .filter(row ->
                                row.strike().subtract(chain.spotPrice()).abs().intValue() <= 900)
                        .toList();
                for (Shard shard : shards) {
                    long here =
                            near.stream().filter(shard.instruments()::contains).count();
                    double fair = (double) near.size() / sockets;
                    assertTrue(
                            Math.abs(here - fair) <= fair / 2,
                            here + " of " + near.size() + " near " + type + " of " + chain.underlying());
                }
            }
        }
    }

    @Test
    void spreadsSpotsAndFutures() {
        List<Chain> chains = List.of(chain("A", 1000, 5, true), chain("B", 2000, 5, true), chain("C", 3000, 5, true));

        for (Shard shard : Sharding.deal(chains, 3)) {
            assertEquals(
                    1,
                    shard.instruments().stream()
                            .filter(row -> row.instrumentType().equals("EQ"))
                            .count());
            assertEquals(
                    2,
                    shard.instruments().stream()
                            .filter(row -> row.instrumentType().equals("FUT"))
                            .count());
        }
    }

    @Test
    void takesTheMiddleStrikeForTheMoneyWithoutAPrice() {
        Chain priced = chain("NIFTY", 24500, 50, true);
        Chain unpriced = new Chain(priced.underlying(), priced.spot(), priced.derivatives(), null, Set.of());

        assertEquals(Sharding.deal(List.of(priced), 3), Sharding.deal(List.of(unpriced), 3));
    }

    @Test
    void dealsTheSameWhateverOrderTheDumpHad() {
        Chain chain = chain("NIFTY", 24500, 50, true);
        List<Instrument> shuffled = new ArrayList<>(chain.derivatives());
        Collections.shuffle(shuffled, new Random(7));
        Chain other = new Chain(chain.underlying(), chain.spot(), shuffled, chain.spotPrice(), Set.of());

        assertEquals(Sharding.deal(List.of(chain), 3), Sharding.deal(List.of(other), 3));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3"})
    void leavesNoShardEmpty(int instruments, int shards) {
        List<Instrument> futures = new ArrayList<>();
        for (int i = 0; i < instruments; i++) {
            futures.add(row("X", FRONT.plusDays(i), 0, "FUT"));
        }
        Chain chain = new Chain(new Underlying("X", "X", "NSE", "NFO"), null, futures, null, Set.of());

        List<Shard> dealt = Sharding.deal(List.of(chain), 3);

        assertEquals(shards, dealt.size());
        assertTrue(dealt.stream().noneMatch(shard -> shard.instruments().isEmpty()));
    }

    @Test
    void isFairToWhateverIsSelected() {
        Random random = new Random(20260818);
        for (int round = 0; round < 200; round++) {
            List<Chain> chains = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                chains.add(
                        chain("N" + i, 10_000 + random.nextInt(50_000), 5 + random.nextInt(60), random.nextBoolean()));
            }
            assertFair(chains, Sharding.deal(chains, 1 + random.nextInt(3)), 0.12);
        }
    }
}
