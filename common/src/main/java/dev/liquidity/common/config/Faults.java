package dev.liquidity.common.config;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of a configuration, so that the user sees all of them at once. */
final class Faults {
    private final String file;
    private final List<String> lines = new ArrayList<>();

    /** @param file the file's name as the user knows it, for the first line */
    Faults(String file) {
        this.file = file;
    }

    void add(String where, String what) {
        String path = where.replaceAll("[\\p{Cntrl}\\s]+", " ");
        lines.add((path.length() > 100 ? path.substring(0, 100) + "…" : path) + ": " + what);
    }

    List<String> lines() {
        return lines;
    }

    /** Throws if there is any fault; the message has a line with the file and their number, then a line for each. */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            String count = lines.size() == 1 ? "1 fault" : lines.size() + " faults";
            throw new UserException(ExitCode.USAGE, file + ": " + count + "\n  " + String.join("\n  ", lines));
        }
    }
}
