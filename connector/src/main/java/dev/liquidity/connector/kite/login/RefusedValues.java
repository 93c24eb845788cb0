package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, in a file beside the session's, that the server refused the password or the code. The same values are not
 * sent again on that day, however often something restarts the connector: a few refusals lock the account. The file
 * has a hash of the values, which can't be guessed since the TOTP secret is among them. Not thread-safe.
 */
final class RefusedValues {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedValues.class);

    private final Path file;
    private final String hash;

    RefusedValues(Settings.Zerodha account) {
        file = Path.of(account.sessionFile().toAbsolutePath() + ".refused");
        String values = account.userId() + "\n" + account.password().reveal() + "\n"
                + account.totpSecret().reveal();
        hash = ByteString.encodeString(values, StandardCharsets.UTF_8).sha256().hex();
    }

    /** @throws LoginRefusal if these values were refused today */
    void requireNone(Instant now) throws LoginRefusal {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() == 2 && lines.get(0).equals(key(now))) {
                throw new LoginRefusal(lines.get(1) + "; that was earlier today, and the same values are not sent"
                        + " again before tomorrow unless you delete " + file);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be read: {}", file, e.toString());
        }
    }

    /** Notes a refusal, which the caller throws. */
    LoginRefusal note(String why, Instant now) {
        try {
            Files.createDirectories(file.getParent());
            OwnerOnly.replace(file, key(now) + "\n" + why + "\n");
        } catch (IOException e) {
            LOG.warn("{} can't be written, and a restart sends the same values again: {}", file, e.toString());
        }
        return new LoginRefusal(why);
    }

    private String key(Instant now) {
        return Ist.date(now) + " " + hash;
    }
}
