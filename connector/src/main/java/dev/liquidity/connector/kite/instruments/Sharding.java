package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deals instruments to sockets like cards, in rounds of one for each: spots first, then futures, then each underlying's calls and its
 * puts, from the busiest to the quietest, and in each round the busiest to the socket that has the least to do so far. So the counts
 * differ by one at most, the loads hardly, and neighbouring strikes never share a socket for long. The same input gives the same deal.
 */
final class Sharding {
    private record Card(Instrument instrument, double load) {}

    private static final Comparator<Card> BUSIEST = Comparator.comparingDouble(Card::load)
            .reversed()
            .thenComparingLong(card -> card.instrument().token());

    private static final class Hand {
        private final List<Instrument> instruments = new ArrayList<>();
        private double load;

        private void take(Card card) {
            instruments.add(card.instrument());
            load += card.load();
        }
    }

    private Sharding() {}

    /**
     * The shards: as many as sockets, but none that is empty.
     *
     * @param sockets 1 or more
     */
    static List<Shard> deal(List<Chain> chains, int sockets) {
        List<Card> cards = inOrder(chains);
        List<Hand> hands = new ArrayList<>();
        for (int i = 0; i < Math.min(sockets, cards.size()); i++) {
            hands.add(new Hand());
        }
        for (int from = 0; from < cards.size(); from += hands.size()) {
            List<Card> round = new ArrayList<>(cards.subList(from, Math.min(cards.size(), from + hands.size())));
            round.sort(BUSIEST);
            List<Hand> lightest = new ArrayList<>(hands);
            lightest.sort(Comparator.comparingDouble(hand -> hand.load));
            for (int i = 0; i < round.size(); i++) {
                lightest.get(i).take(round.get(i));
            }
        }
        return hands.stream()
                .map(hand -> new Shard(List.copyOf(hand.instruments), hand.load))
                .toList();
    }

    private static List<Card> inOrder(List<Chain> chains) {
        List<Card> spots = new ArrayList<>();
        List<Card> futures = new ArrayList<>();
        List<Card> options = new ArrayList<>();
        for (Chain chain : chains) {
            ExpectedLoad load = new ExpectedLoad(chain);
            List<Card> calls = new ArrayList<>();
            List<Card> puts = new ArrayList<>();
            for (Instrument instrument : chain.instruments()) {
                List<Card> kind = switch (instrument.instrumentType()) {
                    case "FUT" -> futures;
                    case "CE" -> calls;
                    case "PE" -> puts;
                    default -> spots;
                };
                kind.add(new Card(instrument, load.ticksPerSecond(instrument)));
            }
            calls.sort(BUSIEST);
            puts.sort(BUSIEST);
            options.addAll(calls);
            options.addAll(puts);
        }
        spots.sort(BUSIEST);
        futures.sort(BUSIEST);
        List<Card> all = new ArrayList<>(spots);
        all.addAll(futures);
        all.addAll(options);
        return all;
    }
}
