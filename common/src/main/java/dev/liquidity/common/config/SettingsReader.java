package dev.liquidity.common.config;

import dev.liquidity.common.runtime.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@link Settings} from YAML files, the environment and flags. */
public final class SettingsReader {
    private SettingsReader() {}

    /** The file for the account's secrets: {@code config.local.yaml} beside a configuration. */
    public static Path localFile(Path file) {
        return file.resolveSibling("config.local.yaml");
    }

    /**
     * Reads and checks the configuration. A flag wins over the environment, a variable that is not blank over the
     * files, the {@link #localFile} over the file, and a key that none of them gives has its default. Relative paths
     * are relative to the working directory.
     *
     * @param explicit whether the user named the file: one that they did not name may be missing
     * @param environment as {@link System#getenv()}
     * @param flags the values that flags of the command line give to keys, by key path
     * @param role the credentials are required and checked for the connector only
     * @throws UserException with {@link dev.liquidity.common.runtime.ExitCode#USAGE}: a line with the file and the
     *     number of faults, then a line for each, by key path; no secret is quoted
     */
    public static Configuration read(
            Path file, boolean explicit, Map<String, String> environment, Map<String, String> flags, Role role) {
        boolean missing = Files.notExists(file);
        String instead = Files.exists(localFile(file)) ? localFile(file).toString() : "defaults";
        Faults faults =
                new Faults(missing && !explicit ? file + " (not found; " + instead + " and environment)" : "" + file);
        if (missing && explicit) {
            faults.add("file", "does not exist");
            faults.throwIfAny();
        }
        List<String> notes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (missing) {
            notes.add("There is no " + file.toAbsolutePath() + ": defaults apply, but for what the"
                    + " environment or config.local.yaml says");
        }
        Map<String, Written> values = ConfigFiles.read(file, faults, warnings);
        Reading reading = new Reading(values, environment, flags, faults);
        Settings settings = new Sections(reading, role, notes, warnings).settings();
        faults.throwIfAny();
        return new Configuration(settings, List.copyOf(notes), List.copyOf(warnings));
    }
}
