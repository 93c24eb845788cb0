package dev.liquidity.common.command;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Renames full log files as Python does: to {@code app.log.1} and so on, the oldest with the highest number. Logback's
 * own policy takes a percent sign in the path for a pattern, and then loses all lines.
 */
final class NumberedBackups extends RollingPolicyBase {
    private final Path file;
    private final int count;

    /** @param count how many backups are kept, 1 or more */
    NumberedBackups(Path file, int count) {
        this.file = file;
        this.count = count;
    }

    @Override
    public void rollover() throws RolloverFailure {
        try {
            for (int number = count - 1; number >= 0; number--) {
                Path from = numbered(number);
                if (Files.exists(from)) {
                    Files.move(from, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new RolloverFailure("Can't rename " + file + " to a backup", e);
        }
    }

    @Override
    public String getActiveFileName() {
        return file.toString();
    }

    private Path numbered(int number) {
        return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
    }
}
