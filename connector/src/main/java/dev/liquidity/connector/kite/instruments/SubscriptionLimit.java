package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The limit of one API key: 3,000 instruments a socket on 3 sockets (Kite Connect's WebSocket documentation). */
final class SubscriptionLimit {
    private static final int A_SOCKET = 3000;
    private static final int MOST_SOCKETS = 3;

    private SubscriptionLimit() {}

    /**
     * Leaves out what does not fit, unless a person is there to choose: the farthest expiries, and within an expiry the
     * strikes that are farthest from the middle of their chain.
     *
     * @param taken what must stay: it is subscribed already
     * @throws UserException to {@link Purpose#CHECK}, with {@code USAGE}, the sum and what to narrow
     */
    static List<Chain> fit(
            List<Chain> chains, int sockets, Purpose purpose, Collection<Instrument> taken, DailyLog log) {
        record Ranked(Instrument row, double distance) {}
        int wanted = chains.stream().mapToInt(Chain::size).sum();
        int allowed = Math.min(sockets, MOST_SOCKETS) * A_SOCKET;
        if (wanted <= allowed) {
            return chains;
        }
        String sum = chains.stream()
                        .map(chain -> chain.underlying().symbol() + " " + number(chain.size()))
                        .collect(Collectors.joining(" + "))
                + (chains.size() > 1 ? " = " + number(wanted) : "") + " instruments are more than "
                + Math.min(sockets, MOST_SOCKETS) + " x " + number(A_SOCKET) + " = " + number(allowed) + ": ";
        String advice = (sockets < MOST_SOCKETS && wanted <= MOST_SOCKETS * A_SOCKET
                        ? "raise connector.num_sockets to " + (wanted + A_SOCKET - 1) / A_SOCKET + ", or "
                        : "")
                + "narrow instruments.strike_range_pct, expiry_filter or instrument_types, or name fewer symbols";
        if (purpose == Purpose.CHECK) {
            throw new UserException(ExitCode.USAGE, sum + advice);
        }
        Set<Long> kept = taken.stream().map(Instrument::token).collect(Collectors.toSet());
        List<Ranked> ranked = new ArrayList<>();
        for (Chain chain : chains) {
            double middle = middleStrike(chain);
            chain.instruments()
                    .forEach(row -> ranked.add(new Ranked(
                            row,
                            row.strike().signum() == 0
                                    ? 0
                                    : Math.abs(row.strike().doubleValue() / middle - 1))));
        }
        ranked.sort(Comparator.comparing((Ranked it) -> !kept.contains(it.row.token()))
                .thenComparing(it -> it.row.expiry(), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingDouble(Ranked::distance));
        List<Instrument> rest =
                ranked.subList(allowed, wanted).stream().map(Ranked::row).toList();
        log.error(
                "limit",
                sum + "the " + number(rest.size()) + " with the farthest expiries and strikes are left out, from "
                        + rest.get(0).tradingsymbol() + " on; " + advice);
        Set<Instrument> left = new HashSet<>(rest);
        return chains.stream().map(chain -> chain.without(left)).toList();
    }

    private static double middleStrike(Chain chain) {
        double[] strikes = chain.derivatives().stream()
                .mapToDouble(row -> row.strike().doubleValue())
                .filter(strike -> strike > 0)
                .sorted()
                .toArray();
        return strikes.length == 0 ? 1 : strikes[strikes.length / 2];
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
