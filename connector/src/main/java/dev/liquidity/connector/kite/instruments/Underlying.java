package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Index;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An underlying and the exchanges that list it and its derivatives. Immutable.
 *
 * @param symbol the dump's {@code name} of the derivatives, for example {@code BANKNIFTY}
 * @param spot the tradingsymbol of the underlying itself, for example {@code NIFTY BANK}
 * @param spotExchange for example {@code NSE}
 * @param exchange of the derivatives, for example {@code NFO}
 */
record Underlying(String symbol, String spot, String spotExchange, String exchange) {
    /** The indices. Everything else is a stock, whose spot has the same name, on the configured exchanges. */
    private static final List<Underlying> TABLE = Index.ALL.stream()
            .map(index -> new Underlying(index.symbol(), index.spot(), index.spotExchange(), index.exchange()))
            .toList();

    /** The name for the quote call. */
    String quoteName() {
        return spotExchange + ":" + spot;
    }

    /** The symbols of the table. */
    static List<String> known() {
        return TABLE.stream().map(Underlying::symbol).toList();
    }

    /**
     * The underlyings of a user's symbols, each once, in their order. A symbol may be the derivatives' name or the
     * spot's, in any case, with blanks around it.
     *
     * @throws UserException with {@code USAGE} if there is none
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
