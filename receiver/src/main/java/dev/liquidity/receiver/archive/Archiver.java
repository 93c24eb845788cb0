package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.store.DatedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * Whoever archives a database, one process at a time. A file beside the database has its name, by which the parts of
 * several receivers in one folder differ. A copy of that file counts for nothing: a copied database gets a name of its
 * own. Immutable.
 */
record Archiver(FileChannel locked, String name) implements AutoCloseable {
    private static final int NAME_CHARACTERS = 8;
    private static final int MOST_BYTES = 100;

    /** The name of a {@code db_path}; empty if it was never archived. */
    static String nameOf(String dbPath) throws IOException {
        Path file = file(dbPath);
        return Files.exists(file) ? name(file, Files.readString(file)) : "";
    }

    /**
     * Locks the file of a {@code db_path}, and names it if it has no name. Nobody may read it meanwhile in this
     * process: that gives up the lock.
     *
     * @return null if another process archives the database
     */
    static Archiver lock(String dbPath) throws IOException {
        Path file = file(dbPath);
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        channel.read(bytes, 0);
        String name = name(file, StandardCharsets.UTF_8.decode(bytes.flip()).toString());
        if (name.isEmpty()) {
            name = UUID.randomUUID().toString().substring(0, NAME_CHARACTERS);
            String text = name + " " + identity(file) + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        }
        return new Archiver(channel, name);
    }

    private static Path file(String dbPath) {
        return DatedFiles.root(dbPath).resolve(Path.of(dbPath).getFileName() + ".archiver");
    }

    private static String name(Path file, String text) throws IOException {
        String[] words = text.strip().split(" ");
        return words.length == 2 && words[1].equals(identity(file)) ? words[0] : "";
    }

    /** What a copy has otherwise; the device's number may change when the host is booted. */
    private static String identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? "-" : key.toString().replaceAll(".*ino=|\\)", "");
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
