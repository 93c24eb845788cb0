package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The underlyings whose spot has another name than their derivatives, or whose exchange follows from the name.
 * Everything else is a stock: its spot has its own name, on the configured exchanges.
 *
 * <p>Source: Kite Connect's instrument dump. The weekdays, lots and weeklies of these change by circular and are read
 * from the dump.
 */
final class Underlyings {
    private static final List<Underlying> TABLE = List.of(
            new Underlying("NIFTY", "NIFTY 50", "NSE", "NFO"),
            new Underlying("BANKNIFTY", "NIFTY BANK", "NSE", "NFO"),
            new Underlying("FINNIFTY", "NIFTY FIN SERVICE", "NSE", "NFO"),
            new Underlying("MIDCPNIFTY", "NIFTY MID SELECT", "NSE", "NFO"),
            new Underlying("NIFTYNXT50", "NIFTY NEXT 50", "NSE", "NFO"),
            new Underlying("SENSEX", "SENSEX", "BSE", "BFO"),
            new Underlying("BANKEX", "BANKEX", "BSE", "BFO"));

    private Underlyings() {}

    /** The symbols that the table knows. */
    static List<String> symbols() {
        return TABLE.stream().map(Underlying::symbol).toList();
    }

    /**
     * What a user's symbols mean: in any case, with blanks around, as the derivatives' name or the spot's; each once,
     * in their order.
     *
     * @throws UserException with {@code USAGE} when there is none
     */
    static List<Underlying> named(Collection<String> symbols, Settings.Instruments rules) {
        Map<String, Underlying> found = new LinkedHashMap<>();
        for (String symbol : symbols) {
            String name = symbol.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
            if (!name.isEmpty()) {
                Underlying underlying = of(name, rules);
                found.putIfAbsent(underlying.symbol(), underlying);
            }
        }
        if (found.isEmpty()) {
            throw new UserException(ExitCode.USAGE, "no symbol is given; for example --symbol NIFTY,BANKNIFTY");
        }
        return new ArrayList<>(found.values());
    }

    private static Underlying of(String name, Settings.Instruments rules) {
        for (Underlying underlying : TABLE) {
            if (underlying.symbol().equals(name) || underlying.spot().equals(name)) {
                return underlying;
            }
        }
        return new Underlying(name, name, rules.underlyingExchange(), rules.exchange());
    }
}
