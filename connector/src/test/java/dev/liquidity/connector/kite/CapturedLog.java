package dev.liquidity.connector.kite;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.liquidity.common.notify.Notice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Captures every line logged at any level while it is open, with stack traces. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final List<String> told = new CopyOnWriteArrayList<>();

    public CapturedLog() {
        setContext(root.getLoggerContext());
        start();
        root.setLevel(Level.TRACE);
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getMarkerList() != null && event.getMarkerList().contains(Notice.TELL)) {
            told.add(event.getFormattedMessage());
        }
        lines.add(event.getLevel() + " " + event.getFormattedMessage() + " "
                + (event.getMarkerList() == null ? "" : event.getMarkerList() + " ")
                + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    public String text() {
        return String.join("\n", lines);
    }

    /** The messages that people are told. */
    public List<String> told() {
        return told;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.setLevel(before);
        stop();
    }
}
