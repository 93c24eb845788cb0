package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, in a file beside the session's, that the server refused the password or the code. The same values are not
 * sent again on that day, whoever restarts the connector how often: a few refusals lock the account. The file has a
 * hash of the values, which can't be guessed since the TOTP secret is among them. Not thread-safe: used under the lock
 * of {@link Sessions} only.
 */
final class RefusedValues {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedValues.class);

    private final Path file;
    private final String hash;

    RefusedValues(Settings.Zerodha account) {
        file = Path.of(account.sessionFile().toAbsolutePath() + ".refused");
        String values = String.join(
                "\n",
                account.userId(),
                account.password().reveal(),
                account.totpSecret().reveal());
        try {
            hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(values.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws UserException with {@code LOGIN_REFUSED} if these values were refused today */
    void requireNoneToday(Instant now) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() == 3 && lines.get(0).equals(hash) && lines.get(1).equals(day(now))) {
                throw new UserException(
                        ExitCode.LOGIN_REFUSED,
                        "login refused earlier today: " + lines.get(2)
                                + "; the same values are not sent again today unless you delete " + file);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be read: {}", file, e.toString());
        }
    }

    /** Notes a refusal. */
    void note(Instant now, String why) {
        try {
            Files.createDirectories(file.getParent());
            OwnerOnly.replace(file, hash + "\n" + day(now) + "\n" + why + "\n");
        } catch (IOException e) {
            LOG.warn("{} can't be written: a restart sends the same password and code again: {}", file, e.toString());
        }
    }

    private static String day(Instant now) {
        return Ist.date(now).toString();
    }
}
