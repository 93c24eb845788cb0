package dev.liquidity.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of {@code config.yaml}, and of the {@code config.local.yaml} beside it, which win. */
final class ConfigFiles {
    private static final List<Key<?>> SECRETS = List.of(
            Schema.API_SECRET,
            Schema.PASSWORD,
            Schema.TOTP_SECRET,
            Schema.REDIS_PASSWORD,
            Schema.BOT_TOKEN,
            Schema.WEBHOOK_URL);

    private ConfigFiles() {}

    /**
     * Reads those of the two files that exist. A file that can't be read as a whole ends it, since the faults of what
     * it should say would be none.
     *
     * @param warnings gets a line for each file with a secret that others can read
     * @return the values by key path
     */
    static Map<String, Written> read(Path file, Faults faults, List<String> warnings) {
        Map<String, Written> values = new HashMap<>();
        Path local = SettingsReader.localFile(file);
        boolean isReadable = add(file, "", values, faults, warnings);
        if (!local.equals(file)) {
            isReadable &= add(local, " (from " + local.getFileName() + ")", values, faults, warnings);
        }
        if (!isReadable) {
            faults.throwIfAny();
        }
        return values;
    }

    /** Adds a file's values; false if it can't be read as a whole. */
    private static boolean add(
            Path file, String origin, Map<String, Written> values, Faults faults, List<String> warnings) {
        if (Files.notExists(file)) {
            return true;
        }
        try {
            Map<String, Written> own = YamlFile.read(file, origin, faults);
            values.putAll(own);
            if (SECRETS.stream().anyMatch(key -> holds(own, key)) && isReadableByOthers(file)) {
                warnings.add("Others on this machine can read " + file + ", which holds secrets: chmod 600 "
                        + (file.toString().matches("[\\w./-]+") ? file : "'" + file + "'"));
            }
            return true;
        } catch (Unfit e) {
            faults.add("file" + origin, e.getMessage());
            return false;
        }
    }

    private static boolean holds(Map<String, Written> own, Key<?> key) {
        Written written = own.get(key.path());
        return written != null && !written.isPlaceholder();
    }

    private static boolean isReadableByOthers(Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            return rights.contains(PosixFilePermission.GROUP_READ) || rights.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a file system without such rights
        }
    }
}
