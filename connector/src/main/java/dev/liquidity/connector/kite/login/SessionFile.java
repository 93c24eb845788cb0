package dev.liquidity.connector.kite.login;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.liquidity.common.config.Secret;
import dev.liquidity.connector.kite.rest.JsonFields;
import dev.liquidity.connector.kite.rest.KiteSession;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day's session on disk, so that a restart needs no login. Mode 0600 from its creation, and replaced as a whole: it never exists with
 * wider rights or half written. A file that can't be read or written is said so and done without. Not thread-safe.
 */
final class SessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final long LONGEST = 64 * 1024;

    private final Path file;

    SessionFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The kept session; empty when there is none that can be read. */
    Optional<KiteSession> read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IOException("it is longer than any session");
            }
            tighten();
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
            LOG.warn("session file {} is ignored: its login_time is no time", file);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("session file {} is ignored: {}", file, reason(e));
            return Optional.empty();
        }
    }

    /** Keeps a session instead of the one before. */
    void write(KiteSession session) {
        Path fresh = null;
        try {
            Files.createDirectories(file.getParent());
            fresh = Files.createTempFile(file.getParent(), ".session", ".tmp", ownerOnly());
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json(session).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("session file {} can't be written ({}): a restart will log in again", file, reason(e));
            discard(fresh);
        }
    }

    private static String json(KiteSession session) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("api_key", session.apiKey());
            json.writeStringField("user_id", session.userId());
            json.writeStringField("access_token", session.accessToken().reveal());
            json.writeStringField("login_time", session.loginTime().toString());
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static String required(JsonFields fields, String name) throws IOException {
        String value = fields.text(name);
        if (value == null || value.isBlank()) {
            throw new IOException("it has no " + name);
        }
        return value;
    }

    /** A file that another program or a copy left readable to others. */
    private void tighten() throws IOException {
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            LOG.warn("session file {} could be read by others; it is set to mode 0600", file);
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void discard(Path fresh) {
        if (fresh != null) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException e) {
                LOG.debug("{} is left", fresh);
            }
        }
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.getClass().getSimpleName();
    }
}
