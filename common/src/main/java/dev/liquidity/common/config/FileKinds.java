package dev.liquidity.common.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The types of the configuration's paths. */
final class FileKinds {
    private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*|(file|jdbc|sqlite):.*|:memory:");
    /** Not those below {@code /dev/shm}, which are files in memory. */
    private static final Pattern DEVICE = Pattern.compile("/dev/+[^/]+|/dev/+fd/.*|/proc/.*");

    private FileKinds() {}

    static final Kind<Path> FILE = written -> {
        String text = written.text().strip();
        if (text.startsWith("~")) {
            throw new Unfit("~ is only known to the shell; write the whole path" + Kinds.not(written));
        }
        if (ADDRESS.matcher(text).matches()) {
            throw new Unfit("must be a path, not an address: ./data/… or /…" + Kinds.not(written));
        }
        if (DEVICE.matcher(text).matches()) {
            throw new Unfit("must be the path of a file, which a device is not" + Kinds.not(written));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Unfit("must be a path" + Kinds.not(written));
        }
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
