package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardingTest {
    private static final LocalDate FRONT = LocalDate.of(2026, 8, 25);

    private final Map<String, Integer> prices = new HashMap<>();
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
    private Chain chain(String name, int price, int strikesASide) {
        prices.put(name, price);
        List<Instrument> derivatives = new ArrayList<>();
        for (LocalDate expiry : List.of(FRONT, FRONT.plusDays(35))) {
            derivatives.add(row(name, expiry, 0, "FUT"));
            for (int i = -strikesASide; i <= strikesASide; i++) {
                derivatives.add(row(name, expiry, price + 100 * i, "CE"));
                derivatives.add(row(name, expiry, price + 100 * i, "PE"));
            }
        }
        return new Chain(new Underlying(name, name, "NSE", "NFO"), row(name, null, 0, "EQ"), derivatives, Set.of());
    }

    /**
     * A guess at an instrument's ticks a second: 2 of what is busy (the spot, the front future, the strikes within 2 %
     * of the price), less of a later expiry, next to none far from the money.
     */
    private double load(Instrument row) {
        int expiry = FRONT.equals(row.expiry()) ? 1 : 2;
        if (row.expiry() == null) {
            return 2;
        }
        if (row.instrumentType().equals("FUT")) {
            return 2.0 / expiry;
        }
        double distance = Math.log(row.strike().doubleValue() / prices.get(row.name())) / (0.02 * Math.sqrt(expiry));
        return 0.02 + 2.0 / expiry * Math.exp(-distance * distance / 2);
    }

    private double load(List<Instrument> shard) {
        return shard.stream().mapToDouble(this::load).sum();
    }

    private static List<List<Instrument>> deal(List<Chain> chains, int sockets) {
        return Sharding.deal(
                chains.stream().flatMap(chain -> chain.instruments().stream()).toList(), sockets);
    }

    private void assertFair(List<Chain> chains, List<List<Instrument>> shards, double tolerance) {
        List<Instrument> all = new ArrayList<>();
        chains.forEach(chain -> all.addAll(chain.instruments()));
        Set<Instrument> dealt = new HashSet<>();
        shards.forEach(dealt::addAll);
        assertEquals(new HashSet<>(all), dealt);
        assertEquals(all.size(), shards.stream().mapToInt(List::size).sum());
        int fewest = shards.stream().mapToInt(List::size).min().orElseThrow();
        int most = shards.stream().mapToInt(List::size).max().orElseThrow();
        assertTrue(most - fewest <= 1, fewest + " to " + most);
        for (List<Instrument> shard : shards) {
            assertEquals(1, load(shard) / load(all) * shards.size(), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void balancesCountsWithinOneAndLoadsWithinAPercent(int sockets) {
        List<Chain> chains = List.of(chain("NIFTY", 24500, 50), chain("BANKNIFTY", 55000, 80), chain("FIN", 26000, 31));

        List<List<Instrument>> shards = deal(chains, sockets);

        assertEquals(sockets, shards.size());
        assertFair(chains, shards, 0.01);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void spreadsTheNearStrikesOfEachUnderlyingAndTheirTwoSides(int sockets) {
        List<Chain> chains = List.of(chain("NIFTY", 24500, 50), chain("BANKNIFTY", 55000, 80));

        List<List<Instrument>> shards = deal(chains, sockets);

        for (Chain chain : chains) {
            for (String type : List.of("CE", "PE")) {
                List<Instrument> near = chain.derivatives().stream()
                        .filter(row -> row.expiry().equals(FRONT)
                                && row.instrumentType().equals(type))
                        .filter(row -> Math.abs(row.strike().intValueExact() - prices.get(row.name())) <= 900)
                        .toList();
                for (List<Instrument> shard : shards) {
                    long here = near.stream().filter(shard::contains).count();
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
        List<Chain> chains = List.of(chain("A", 1000, 5), chain("B", 2000, 5), chain("C", 3000, 5));

        for (List<Instrument> shard : deal(chains, 3)) {
            assertEquals(
                    1,
                    shard.stream()
                            .filter(row -> row.instrumentType().equals("EQ"))
                            .count());
            assertEquals(
                    2,
                    shard.stream()
                            .filter(row -> row.instrumentType().equals("FUT"))
                            .count());
        }
    }

    @Test
    void dealsTheSameWhateverOrderTheDumpHad() {
        Chain chain = chain("NIFTY", 24500, 50);
        List<Instrument> shuffled = new ArrayList<>(chain.derivatives());
        Collections.shuffle(shuffled, new Random(7));
        Chain other = new Chain(chain.underlying(), chain.spot(), shuffled, Set.of());

        assertEquals(deal(List.of(chain), 3), deal(List.of(other), 3));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3"})
    void leavesNoShardEmpty(int instruments, int shards) {
        List<Instrument> futures = new ArrayList<>();
        for (int i = 0; i < instruments; i++) {
            futures.add(row("X", FRONT.plusDays(i), 0, "FUT"));
        }
        Chain chain = new Chain(new Underlying("X", "X", "NSE", "NFO"), null, futures, Set.of());

        List<List<Instrument>> dealt = deal(List.of(chain), 3);

        assertEquals(shards, dealt.size());
        assertTrue(dealt.stream().noneMatch(List::isEmpty));
    }

    @Test
    void isFairToWhateverIsSelected() {
        Random random = new Random(20260818);
        for (int round = 0; round < 200; round++) {
            List<Chain> chains = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                chains.add(chain("N" + i, 10_000 + random.nextInt(50_000), 5 + random.nextInt(60)));
            }
            assertFair(chains, deal(chains, 1 + random.nextInt(3)), 0.12);
        }
    }
}
