package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The limit of one API key: 3,000 instruments a socket on 3 sockets (Kite Connect's WebSocket documentation). */
final class SubscriptionLimit {
    private static final int A_SOCKET = 3000;
    private static final int MOST_SOCKETS = 3;

    private SubscriptionLimit() {}

    /**
     * Checks a selection.
     *
     * @throws UserException with {@code USAGE}, the sum and what to narrow
     */
    static void check(List<Chain> chains, int sockets) {
        int wanted = chains.stream().mapToInt(Chain::size).sum();
        int allowed = Math.min(sockets, MOST_SOCKETS) * A_SOCKET;
        if (wanted <= allowed) {
            return;
        }
        String sum = chains.stream()
                .map(chain -> chain.underlying().symbol() + " " + number(chain.size()))
                .collect(Collectors.joining(" + "));
        String more = sockets < MOST_SOCKETS && wanted <= MOST_SOCKETS * A_SOCKET
                ? "raise connector.num_sockets to " + (wanted + A_SOCKET - 1) / A_SOCKET + ", or "
                : "";
        throw new UserException(
                ExitCode.USAGE,
                sum + (chains.size() > 1 ? " = " + number(wanted) : "") + " instruments are more than "
                        + Math.min(sockets, MOST_SOCKETS) + " x " + number(A_SOCKET) + " = " + number(allowed) + ": "
                        + more
                        + "narrow instruments.strike_range_pct, expiry_filter or instrument_types,"
                        + " or name fewer symbols");
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
