package dev.liquidity.common.config;

import dev.liquidity.common.tick.Mode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The types of the configuration's values: each converts what was written, or says what is wrong with it. */
final class Kinds {
    /** Without a leading zero: YAML 1.1 would read {@code 010} as eight. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17}|[1-9][0-9]{0,2}(_[0-9]{3}){1,5})");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?");
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private Kinds() {}

    static final Kind<String> TEXT = written -> written.text().strip();

    static final Kind<Boolean> SWITCH = written -> {
        String word = written.text().strip().toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw new Unfit("must be true or false" + not(written));
    };

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

    static final Kind<Mode> MODE = written -> {
        Mode mode = Mode.ofLabel(written.text().strip().toLowerCase(Locale.ROOT));
        if (mode == null) {
            throw new Unfit("must be full, quote or ltp" + not(written));
        }
        return mode;
    };

    static final Kind<Settings.Keep> KEEP = written -> {
        String word = written.text().strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "unstored" -> Settings.Keep.UNSTORED;
            case "length" -> Settings.Keep.LENGTH;
            default -> throw new Unfit("must be unstored or length" + not(written));
        };
    };

    /** A size in GB of 10^9 bytes, which may be a fraction of one. */
    static final Kind<Long> GIGABYTES = written -> {
        BigDecimal value = decimal(written);
        if (value == null || value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100_000)) > 0) {
            throw new Unfit("must be a number of GB from 0 to 100000" + not(written));
        }
        return value.movePointRight(9).longValue();
    };

    /** A log level, by its own name or Python's. */
    static final Kind<String> LEVEL = written -> {
        String level = written.text().strip().toUpperCase(Locale.ROOT);
        return switch (level) {
            case "TRACE", "DEBUG", "INFO", "WARN", "ERROR" -> level;
            case "WARNING" -> "WARN";
            case "CRITICAL" -> "ERROR";
            default -> throw new Unfit("must be TRACE, DEBUG, INFO, WARN or ERROR" + not(written));
        };
    };

    static final Kind<String> HOST = written -> {
        String text = written.text().strip();
        if (text.contains("/")
                || text.contains("@")
                || text.indexOf(':') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            throw new Unfit("must be a host name or address only, without scheme or port");
        }
        return text;
    };

    static Kind<Integer> whole(int least, int most) {
        return written -> Math.toIntExact(number(written, WHOLE, least, most, "a whole number"));
    }

    /** A whole number; one above the bound is taken as well, for the reader to lower. */
    static Kind<Integer> whole(int least, int most, int taken) {
        return written -> {
            try {
                return whole(least, taken).read(written);
            } catch (Unfit e) {
                return whole(least, most).read(written); // its message has the bound that counts
            }
        };
    }

    /** Zero, or a number from the given ones. */
    static Kind<Long> zeroOr(long least, long most) {
        return written ->
                written.text().strip().equals("0") ? 0 : number(written, WHOLE, least, most, "0 or a whole number");
    }

    /** A number above zero, up to the given one. */
    static Kind<BigDecimal> percent(int most) {
        return written -> {
            BigDecimal value = decimal(written);
            if (value == null || value.signum() <= 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new Unfit("must be above 0 and at most " + most + " (null for no limit)" + not(written));
            }
            return value;
        };
    }

    /** A time span in seconds, exact to the millisecond. */
    static Kind<Duration> seconds(String least, long most) {
        return written -> {
            BigDecimal value = decimal(written);
            if (value == null
                    || value.compareTo(new BigDecimal(least)) < 0
                    || value.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new Unfit("must be a number of seconds from " + least + " to " + most + not(written));
            }
            return Duration.ofMillis(value.movePointRight(3).longValue());
        };
    }

    static Kind<Duration> minutes(long least, long most) {
        return written -> Duration.ofMinutes(number(written, WHOLE, least, most, "a whole number of minutes"));
    }

    /** One of the given words, in capitals. */
    static Kind<String> oneOf(String... words) {
        List<String> known = List.of(words);
        return written -> {
            String word = written.text().strip().toUpperCase(Locale.ROOT);
            if (!known.contains(word)) {
                throw new Unfit("must be " + either(known) + not(written));
            }
            return word;
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

    private static BigDecimal decimal(Written written) throws Unfit {
        String text = written.text().strip();
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
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
