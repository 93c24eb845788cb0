package dev.liquidity.common.notify;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Marks the log lines that people are told, besides every line at ERROR:
 * {@code LOG.warn(Notice.TELL, "The disk of {} has {} GB left", …)}. Lines of one pattern are messages of one kind, and
 * are told at most once in {@code notify.every_minutes}, with their number.
 */
public final class Notice {
    public static final Marker TELL = MarkerFactory.getMarker("TELL");

    private Notice() {}
}
