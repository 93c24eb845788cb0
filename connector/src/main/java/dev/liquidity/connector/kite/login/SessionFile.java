package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FlatJson;
import dev.liquidity.connector.disk.OwnerOnly;
import dev.liquidity.connector.kite.rest.JsonFields;
import dev.liquidity.connector.kite.rest.KiteSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day's session on disk, so that a restart needs no login: mode 0600, and replaced as a whole. If it can't be read
 * or written, a warning is logged and the connector does without. Processes of one account share it; one of another
 * account is refused meanwhile. Not thread-safe: used under the lock of {@link Sessions} only.
 */
final class SessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final long LONGEST = 64 * 1024;

    private final Path file;

    /** Locks a file of its own as long as the process lives, since this one is replaced. */
    private FileChannel lock;

    SessionFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Says whose file it is; refuses one that a process of another account uses. */
    void hold(Settings.Zerodha account) {
        ByteBuffer user = ByteBuffer.allocate(Integer.BYTES)
                .putInt(0, List.of(account.apiKey(), account.userId()).hashCode());
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Files.createDirectories(file.getParent());
            lock = OwnerOnly.open(lockFile);
            if (lock.tryLock() != null) {
                lock.write(user, 0);
            } else if (!Arrays.equals(Files.readAllBytes(lockFile), user.array())) {
                throw new UserException(
                        ExitCode.USAGE,
                        "zerodha.session_file " + file + " is in use by a connector of another account: name another"
                                + " file for this one");
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("{} can't be locked", file, e);
        }
    }

    /** The kept session; empty if there is none that can be read. */
    Optional<KiteSession> read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IOException("it is longer than any session");
            }
            if (OwnerOnly.tighten(file)) {
                LOG.warn("Others could read session file {}: its mode is 0600 now", file);
            }
            JsonFields fields = JsonFields.read(Files.readString(file))
                    .orElseThrow(() -> new IOException("it holds no JSON object"));
            return Optional.of(new KiteSession(
                    required(fields, "api_key"),
                    required(fields, "user_id"),
                    new Secret(required(fields, "access_token")),
                    Instant.parse(required(fields, "login_time"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException e) {
            LOG.warn("Session file {} is ignored: its login_time is no time", file);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("Session file {} is ignored: {}", file, reason(e));
            return Optional.empty();
        }
    }

    /** Keeps a session in place of the one before. */
    void write(KiteSession session) {
        try {
            Files.createDirectories(file.getParent());
            OwnerOnly.replace(file, json(session));
        } catch (IOException e) {
            LOG.warn("Session file {} can't be written ({}): a restart will log in again", file, reason(e));
        }
    }

    private static String json(KiteSession session) {
        byte[] object = FlatJson.write(json -> {
            json.writeStringField("api_key", session.apiKey());
            json.writeStringField("user_id", session.userId());
            json.writeStringField("access_token", session.accessToken().reveal());
            json.writeStringField("login_time", session.loginTime().toString());
        });
        return new String(object, StandardCharsets.UTF_8) + "\n";
    }

    private static String required(JsonFields fields, String name) throws IOException {
        String value = fields.text(name);
        if (value == null || value.isBlank()) {
            throw new IOException("it has no " + name);
        }
        return value;
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.getClass().getSimpleName();
    }
}
