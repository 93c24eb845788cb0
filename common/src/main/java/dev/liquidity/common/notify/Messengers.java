package dev.liquidity.common.notify;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.HostName;
import dev.liquidity.common.runtime.UserException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** The ways that the settings name to tell people, each with a thread of its own. Thread-safe. */
public final class Messengers implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1000;
    private static final long PATIENCE_SECONDS = 30;
    private static final long LAST_NANOS = Duration.ofSeconds(2).toNanos();

    private final List<Messenger> all = new ArrayList<>();

    /**
     * @param program whose messages they are
     * @param log its log file; files beside it keep what was told
     */
    public Messengers(Settings settings, String program, Path log, InstantSource clock) {
        for (Channel channel : channels(settings, Redirect.DISCARD)) {
            Path told = log.resolveSibling(log.getFileName() + ".told-" + channel.name());
            Duration every = settings.notifications().every();
            Outbox outbox = new Outbox(program + " on " + HostName.get(), every, told, clock);
            all.add(new Messenger(channel, outbox, PAUSE_MILLIS));
        }
    }

    /** Whether nobody is to be told anything. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Has a message sent, soon or later; returns at once.
     *
     * @param kind what messages of the same kind have in common
     * @param text contains no secret
     */
    public void tell(String kind, Level level, String text) {
        all.forEach(messenger -> messenger.outbox().add(kind, level, text));
    }

    /** Sends what is left, for at most two seconds. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + LAST_NANOS;
        all.forEach(Messenger::requestClose);
        all.forEach(messenger -> messenger.awaitEnd(deadline));
    }

    /**
     * Sends one message each way.
     *
     * @param say takes a line for each way, which may have a secret
     * @throws UserException if there is none, or one has failed
     */
    public static void test(Settings settings, String program, Consumer<String> say) throws InterruptedException {
        List<Channel> channels = channels(settings, Redirect.INHERIT);
        if (channels.isEmpty()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "nobody is told anything: set telegram.bot_token and telegram.chat_id (telegram.enabled: true),"
                            + " notify.webhook_url or notify.command");
        }
        String source = program + " on " + HostName.get();
        String text = "A test: messages of the " + program + " arrive here\n" + source;
        NotSentException failure = null;
        for (Channel channel : channels) {
            try {
                channel.send(new Outbox.Digest(text, Level.WARN, source, 1));
                say.accept(channel.name() + ": sent");
            } catch (NotSentException e) {
                failure = e;
                say.accept(channel.name() + ": NOT sent: " + e.getMessage());
            }
        }
        if (failure != null) {
            boolean isRefusal = failure.kind() == NotSentException.Kind.REFUSED;
            throw new UserException(
                    isRefusal ? ExitCode.USAGE : ExitCode.UNEXPECTED, "not every message could be sent, see above");
        }
    }

    private static List<Channel> channels(Settings settings, Redirect output) {
        List<Channel> channels = new ArrayList<>();
        Settings.Telegram telegram = settings.telegram();
        if (telegram.enabled() && telegram.botToken() != null && telegram.chatId() != null) {
            channels.add(new Telegram(telegram));
        }
        Settings.Notifications others = settings.notifications();
        if (others.webhookUrl() != null) {
            channels.add(new Webhook(others.webhookUrl()));
        }
        if (others.command() != null) {
            channels.add(new ShellCommand(others.command(), output, PATIENCE_SECONDS));
        }
        return channels;
    }
}
