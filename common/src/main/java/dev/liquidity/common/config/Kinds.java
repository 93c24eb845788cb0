package dev.liquidity.common.config;

import dev.liquidity.common.tick.Mode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of the configuration's values: each converts what was written, or says what is wrong with it. */
final class Kinds {
    /** Without a leading zero: YAML 1.1 would read {@code 010} as eight. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17}|[1-9][0-9]{0,2}(_[0-9]{3}){1,5})");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?");
    /** Addresses, SQLite's name for no file, and devices; but below {@code /dev/shm} are files in memory. */
    private static final Pattern NO_PATH = Pattern.compile(
            "(?i)[a-z][a-z0-9+.-]*://.*|(file|jdbc|sqlite):.*|:memory:|/dev/+[^/]+|/dev/+fd/.*|/proc/.*");

    private static final int MOST_PORT = 65_535;
    private static final Pattern NODE = Pattern.compile("[^\\s/@,]+:(0*[1-9][0-9]{0,4})");

    private Kinds() {}

    static final Kind<String> TEXT = written -> written.text().strip();

    static final Kind<Boolean> SWITCH = word(
            "true or false", Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false));

    /** A time of day in India. */
    static final Kind<LocalTime> TIME_OF_DAY = written -> {
        String text = written.text().strip();
        try {
            if (TIME.matcher(text).matches()) {
                return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
            }
        } catch (DateTimeException e) {
            // an hour past 23: the same fault as any other text
        }
        throw new Unfit("must be a time of day such as \"08:45\"" + not(written));
    };

    static final Kind<Mode> MODE =
            word("full, quote or ltp", Map.of("full", Mode.FULL, "quote", Mode.QUOTE, "ltp", Mode.LTP));

    static final Kind<Settings.Keep> KEEP =
            word("unstored or length", Map.of("unstored", Settings.Keep.UNSTORED, "length", Settings.Keep.LENGTH));

    /** A size in GB of 10^9 bytes, which may be a fraction of one. */
    static final Kind<Long> GIGABYTES = written -> decimal(written, "0", "100000", "a number of GB from 0 to 100000")
            .movePointRight(9)
            .longValue();

    /** A number above zero, which has nine decimals at the most. */
    static final Kind<BigDecimal> PERCENT =
            written -> decimal(written, "0.000000001", "100", "above 0 and at most 100 (null for no limit)");

    /** A log level, by its own name or Python's. */
    static final Kind<String> LEVEL = word(
            "TRACE, DEBUG, INFO, WARN or ERROR",
            Map.of(
                    "trace", "TRACE",
                    "debug", "DEBUG",
                    "info", "INFO",
                    "warn", "WARN",
                    "warning", "WARN",
                    "error", "ERROR",
                    "critical", "ERROR"));

    static final Kind<String> HOST = written -> {
        String text = written.text().strip();
        if (text.contains("/")
                || text.contains("@")
                || text.indexOf(':') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            throw new Unfit("must be a host name or address only, without scheme or port");
        }
        return text;
    };

    /** Servers, as {@code host:port}; a list or a text with commas. */
    static final Kind<List<String>> NODES = written -> {
        List<String> nodes = new ArrayList<>();
        for (String item :
                written.isList() ? written.texts() : List.of(written.text().split(","))) {
            String node = item.strip();
            Matcher parts = NODE.matcher(node);
            if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_PORT) {
                throw new Unfit("must be a list of servers as host:port, not " + quoted(item));
            }
            nodes.add(node);
        }
        return List.copyOf(nodes);
    };

    static final Kind<Path> FILE = written -> {
        String text = written.text().strip();
        if (text.startsWith("~")) {
            throw new Unfit("~ is only known to the shell; write the whole path" + not(written));
        }
        try {
            if (!NO_PATH.matcher(text).matches()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // it holds a NUL: the same fault
        }
        throw new Unfit("must be the path of a file or directory" + not(written));
    };

    /** A file's path with at most one <code>{date}</code>. */
    static final Kind<String> DATED_FILE = written -> {
        String text = FILE.read(written).toString();
        String rest = text.replaceFirst("\\{date}", "");
        if (rest.contains("{date}")) {
            throw new Unfit("may contain {date} only once" + not(written));
        }
        if (rest.contains("{") || rest.contains("}")) {
            throw new Unfit("may contain {date}, but no other braces" + not(written));
        }
        return text;
    };

    static Kind<Integer> whole(int least, int most) {
        return written -> Math.toIntExact(number(written, WHOLE, least, most, "a whole number"));
    }

    /** Zero, or a number from the given ones. */
    static Kind<Long> zeroOr(long least, long most) {
        return written ->
                written.text().strip().equals("0") ? 0 : number(written, WHOLE, least, most, "0 or a whole number");
    }

    /** A time span in seconds, exact to the millisecond. */
    static Kind<Duration> seconds(String least, long most) {
        String what = "a number of seconds from " + least + " to " + most;
        return written -> Duration.ofMillis(
                decimal(written, least, "" + most, what).movePointRight(3).longValue());
    }

    static Kind<Duration> minutes(long least, long most) {
        return written -> Duration.ofMinutes(number(written, WHOLE, least, most, "a whole number of minutes"));
    }

    /** One of the given words, in capitals. */
    static Kind<String> oneOf(String... words) {
        List<String> known = List.of(words);
        return word(
                either(known), known.stream().collect(Collectors.toMap(word -> word.toLowerCase(Locale.ROOT), w -> w)));
    }

    /** A word in any case, which stands for a value. */
    private static <T> Kind<T> word(String known, Map<String, T> values) {
        return written -> {
            T value = values.get(written.text().strip().toLowerCase(Locale.ROOT));
            if (value == null) {
                throw new Unfit("must be " + known + not(written));
            }
            return value;
        };
    }

    /** Some of the given words, in capitals: a list, or a text with commas. */
    static Kind<Set<String>> someOf(String... words) {
        List<String> known = List.of(words);
        return written -> {
            List<String> items =
                    written.isList() ? written.texts() : List.of(written.text().split(","));
            Set<String> chosen = new LinkedHashSet<>();
            for (String item : items) {
                String word = item.strip().toUpperCase(Locale.ROOT);
                if (!known.contains(word)) {
                    throw new Unfit("must be a list of " + either(known) + ", not " + quoted(item));
                }
                chosen.add(word);
            }
            return Collections.unmodifiableSet(chosen);
        };
    }

    private static long number(Written written, Pattern pattern, long least, long most, String what) throws Unfit {
        String text = written.text().strip();
        if (pattern.matcher(text).matches()) {
            BigInteger value = new BigInteger(text.replace("_", "").replace("+", ""));
            if (value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(most)) <= 0) {
                return value.longValueExact();
            }
        }
        throw new Unfit("must be " + what + " from " + least + " to " + most + not(written));
    }

    private static BigDecimal decimal(Written written, String least, String most, String what) throws Unfit {
        String text = written.text().strip();
        BigDecimal value = DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
        if (value == null || value.compareTo(new BigDecimal(least)) < 0 || value.compareTo(new BigDecimal(most)) > 0) {
            throw new Unfit("must be " + what + not(written));
        }
        return value;
    }

    private static String either(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /** {@code , not 'this'}: for values that can't be secrets. */
    static String not(Written written) throws Unfit {
        return ", not " + quoted(written.text());
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return "'" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "'";
    }
}
