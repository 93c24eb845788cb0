package dev.liquidity.receiver.archive;

import dev.liquidity.common.market.Indices;
import java.util.Map;
import java.util.stream.Collectors;

/** Names the underlying of a tick. */
final class Underlyings {
    private Underlyings() {}

    /**
     * The expression for it: the name of the derivatives on the same underlying, so that a spot is with them.
     *
     * @param name the name in the day's instruments; null if they lack it, and then it is what the symbol begins with
     */
    static String sql(String name, String tradingsymbol) {
        String cases =
                Indices.SYMBOLS.entrySet().stream().map(Underlyings::choice).collect(Collectors.joining(" "));
        return "CASE coalesce(%1$s, regexp_extract(%2$s, '^[^0-9]+'), '') %3$s WHEN '' THEN %2$s"
                        .formatted(name, tradingsymbol, cases)
                + " ELSE coalesce(" + name + ", regexp_extract(" + tradingsymbol + ", '^[^0-9]+')) END";
    }

    private static String choice(Map.Entry<String, String> index) {
        return "WHEN " + Duck.text(index.getKey()) + " THEN " + Duck.text(index.getValue());
    }
}
