package dev.liquidity.common.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The types of the configuration's paths. */
final class FileKinds {
    /** Addresses, SQLite's name for no file, and devices; but below {@code /dev/shm} are files in memory. */
    private static final Pattern NO_PATH = Pattern.compile(
            "(?i)[a-z][a-z0-9+.-]*://.*|(file|jdbc|sqlite):.*|:memory:|/dev/+[^/]+|/dev/+fd/.*|/proc/.*");

    private FileKinds() {}

    static final Kind<Path> FILE = written -> {
        String text = written.text().strip();
        if (text.startsWith("~")) {
            throw new Unfit("~ is only known to the shell; write the whole path" + Kinds.not(written));
        }
        try {
            if (!NO_PATH.matcher(text).matches()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // it holds a NUL: the same fault
        }
        throw new Unfit("must be the path of a file or directory" + Kinds.not(written));
    };

    /** A file's path with at most one <code>{date}</code>. */
    static final Kind<String> DATED_FILE = written -> {
        String text = FILE.read(written).toString();
        String rest = text.replaceFirst("\\{date}", "");
        if (rest.contains("{date}")) {
            throw new Unfit("may contain {date} only once" + Kinds.not(written));
        }
        if (rest.contains("{") || rest.contains("}")) {
            throw new Unfit("may contain {date}, but no other braces" + Kinds.not(written));
        }
        return text;
    };
}
