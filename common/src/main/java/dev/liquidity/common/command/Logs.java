package dev.liquidity.common.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.MarkerFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Messengers;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines to stdout, for whoever watches, and to a file of the process's own, which has all of them. It is
 * rotated by size: all of them together never take more than {@code (backup_count + 1) × max_bytes}, plus a line. If
 * either is 0 it is never rotated, as in Python.
 */
final class Logs implements AutoCloseable {
    private final LoggerContext context;
    private final Path file;
    private final Masks masks;

    /** Keeps others from writing to the file; null if they may. */
    private final FileChannel lock;

    private Messengers messengers;

    private Logs(LoggerContext context, Path file, Masks masks, FileChannel lock) {
        this.context = context;
        this.file = file;
        this.masks = masks;
        this.lock = lock;
    }

    /**
     * Sends everything logged from now on to stdout and to the file. Levels finer than INFO apply to this program's own
     * classes only, since libraries log at DEBUG what they send, which may contain a secret.
     *
     * @param isAlone whether no other process that is may write to the file
     * @throws UserException if the file cannot be written, or another process writes to it
     */
    static Logs open(Settings settings, String process, String level, boolean isAlone) {
        Path file = file(settings.logging().logFile(), process);
        FileChannel lock = prepare(file, process, isAlone);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Masks masks = Masks.of(settings);
        Logger root = root(context, level);
        root.addAppender(
                new Console(started(new ConsoleAppender<>(), "stdout", context, new ConsoleLayout(masks)), context));
        root.addAppender(
                started(fileAppender(context, file, settings.logging()), "file", context, new MaskingLayout(masks)));
        return new Logs(context, file, masks, lock);
    }

    /** Has people told from now on, in the ways that the settings name. */
    void tellPeople(Settings settings, String program, InstantSource clock) {
        messengers = new Messengers(settings, program, file, clock);
        if (!messengers.isEmpty()) {
            // What people are told does not depend on the level of the log.
            MarkerFilter always = new MarkerFilter();
            always.setMarker(Notice.TELL.getName());
            always.setOnMatch("ACCEPT");
            always.start();
            context.addTurboFilter(always);
            TellingAppender telling = new TellingAppender(messengers, masks);
            telling.setContext(context);
            telling.start();
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(telling);
        }
    }

    /** Sends everything logged from now on to stderr alone. */
    static Logs onStderr(Settings settings, String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Masks masks = Masks.of(settings);
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setTarget("System.err");
        root(context, level).addAppender(started(stderr, "stderr", context, new ConsoleLayout(masks)));
        return new Logs(context, null, masks, null);
    }

    private static Logger root(LoggerContext context, String level) {
        context.reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level wanted = Level.toLevel(level);
        // Libraries tell how they are started and stopped.
        Level ofLibraries = wanted.equals(Level.INFO) ? Level.WARN : Level.INFO;
        root.setLevel(wanted.isGreaterOrEqual(ofLibraries) ? wanted : ofLibraries);
        context.getLogger("dev.liquidity").setLevel(wanted);
        return root;
    }

    /** {@code app.log} becomes {@code app-connector.log}: two processes never write the same file. */
    static Path file(Path configured, String process) {
        String name = configured.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return configured.resolveSibling(name.substring(0, end) + "-" + process + name.substring(end));
    }

    Path file() {
        return file;
    }

    /** The text with its secrets masked, for printing elsewhere. */
    String masked(String text) {
        return masks.mask(text);
    }

    /** Sends the last messages, and flushes and closes the file; lines logged later are lost. */
    @Override
    public void close() {
        if (messengers != null) {
            messengers.close();
        }
        try (lock) {
            context.stop();
        } catch (IOException e) {
            // The end of the process does it.
        }
    }

    /** Returns what keeps others from writing to the file; null if they may. */
    private static FileChannel prepare(Path file, String process, boolean isAlone) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return isAlone ? lock(file, process) : null;
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.USAGE,
                    "logging.log_file: can't write " + file + " ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); name another file or allow this user to write there",
                    e);
        }
    }

    /** Locks a file of its own, since the log is renamed when it is full. */
    private static FileChannel lock(Path file, String process) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            return channel;
        }
        channel.close();
        throw new UserException(
                ExitCode.USAGE,
                "logging.log_file: another " + process + " writes to " + file
                        + ", and two lose each other's lines: stop it, or name another file for this one");
    }

    private static FileAppender<ILoggingEvent> fileAppender(
            LoggerContext context, Path file, Settings.Logging settings) {
        if (settings.maxBytes() == 0 || settings.backupCount() == 0) {
            FileAppender<ILoggingEvent> endless = new FileAppender<>();
            endless.setFile(file.toString());
            return endless;
        }
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        NumberedBackups backups = new NumberedBackups(file, settings.backupCount());
        backups.setContext(context);
        backups.setParent(appender);
        backups.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> bySize = new SizeBasedTriggeringPolicy<>();
        bySize.setContext(context);
        bySize.setMaxFileSize(new FileSize(settings.maxBytes()));
        bySize.setCheckIncrement(Duration.buildByMilliseconds(0));
        bySize.start();
        appender.setFile(file.toString());
        appender.setRollingPolicy(backups);
        appender.setTriggeringPolicy(bySize);
        return appender;
    }

    private static Appender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender, String name, LoggerContext context, MaskingLayout layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setName(name);
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
