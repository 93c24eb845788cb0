package dev.liquidity.receiver.status;

import dev.liquidity.common.market.Ist;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers as people read them. */
final class Texts {
    static final double GB = 1e9;

    private static final int NAMES = 5;
    private static final int SHORT_SECONDS = 120;

    private Texts() {}

    /** A number that a process or Redis shows; 0 if it does not. */
    static double number(Map<String, String> fields, String name) {
        try {
            return Double.parseDouble(fields.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String age(double seconds) {
        return seconds < SHORT_SECONDS ? Math.round(seconds) + " s" : Ist.forPeople(Duration.ofSeconds((long) seconds));
    }

    /** The first few of them. */
    static String names(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(NAMES, all.size())))
                + (all.size() > NAMES ? " and " + (all.size() - NAMES) + " more" : "");
    }
}
