package dev.liquidity.common.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.liquidity.common.notify.Messengers;
import dev.liquidity.common.notify.Notice;

/** Passes on what people are told: lines at ERROR, and marked ones. Secrets are masked. Thread-safe. */
final class TellingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Messengers messengers;
    private final Masks masks;

    TellingAppender(Messengers messengers, Masks masks) {
        this.messengers = messengers;
        this.masks = masks;
        setName("telling");
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean isMarked =
                event.getMarkerList() != null && event.getMarkerList().contains(Notice.TELL);
        if (isMarked || event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            // The pattern of a line without parameters is the line itself: numbers in it make no other kind.
            String kind = event.getLoggerName() + event.getMessage().replaceAll("\\d+", "#");
            org.slf4j.event.Level level =
                    org.slf4j.event.Level.valueOf(event.getLevel().toString());
            messengers.tell(kind, level, masks.mask(text(event)));
        }
    }

    /** The message and the exception's; a message of several lines keeps them. */
    private static String text(ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        String text = event.getFormattedMessage()
                + (cause == null ? "" : " (" + cause.getClassName() + ": " + cause.getMessage() + ")");
        return text.replaceAll("[\\x00-\\x09\\x0b-\\x1f\\x7f]+", " ");
    }
}
