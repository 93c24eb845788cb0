package dev.liquidity.common.command;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Log lines with India's time, the level, the thread and the class's short name, and exceptions below them. Secrets are
 * masked; control characters in a message, which may be a server's, become blanks.
 */
class MaskingLayout extends PatternLayout {
    private static final String HEAD = "%d{yyyy-MM-dd HH:mm:ss.SSS, Asia/Kolkata} %-5level [%thread] %logger{0}: ";
    private static final String MESSAGE = "%replace(%msg){'[\\x00-\\x1f\\x7f]+', ' '}%n%ex";

    private final Masks masks;

    MaskingLayout(Masks masks) {
        this(masks, HEAD);
    }

    /** @param head what stands before the message */
    MaskingLayout(Masks masks, String head) {
        this.masks = masks;
        setPattern(head + MESSAGE);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return masks.mask(super.doLayout(event));
    }
}
