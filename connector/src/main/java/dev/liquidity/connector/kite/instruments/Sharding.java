package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deals instruments to sockets like cards, one after the other to each: the spots, the futures, then each expiry's
 * calls and its puts by strike. The counts differ by one at most; and since neighbouring strikes are about equally
 * busy, so are the sockets. The same input gives the same shards.
 */
final class Sharding {
    private static final Comparator<Instrument> ORDER = Comparator.comparingInt(Sharding::kind)
            .thenComparing(Instrument::expiry, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
            .thenComparing(Instrument::name)
            .thenComparing(Instrument::instrumentType)
            .thenComparing(Instrument::strike)
            .thenComparingLong(Instrument::token);

    private Sharding() {}

    private static int kind(Instrument instrument) {
        return switch (instrument.instrumentType()) {
            case "CE", "PE" -> 2;
            case "FUT" -> 1;
            default -> 0;
        };
    }

    /**
     * What each socket subscribes: as many shards as sockets, but none that is empty.
     *
     * @param sockets 1 or more
     */
    static List<List<Instrument>> deal(List<Instrument> instruments, int sockets) {
        List<Instrument> cards = instruments.stream().sorted(ORDER).toList();
        List<List<Instrument>> shards = new ArrayList<>();
        for (int shard = 0; shard < Math.min(sockets, cards.size()); shard++) {
            List<Instrument> hand = new ArrayList<>();
            for (int card = shard; card < cards.size(); card += sockets) {
                hand.add(cards.get(card));
            }
            shards.add(List.copyOf(hand));
        }
        return List.copyOf(shards);
    }
}
