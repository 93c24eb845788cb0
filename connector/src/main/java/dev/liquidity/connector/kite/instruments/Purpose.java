package dev.liquidity.connector.kite.instruments;

/** What instruments are selected for, which decides what becomes of those that can't be had. */
public enum Purpose {
    /** A person's first look: an unknown symbol, too many instruments or none at all are the person's to correct. */
    CHECK,
    /** A recording: what can be had is selected, and what can't is logged as an error, once a day. */
    RECORD,
    /** The same in the course of a recording, in which nothing is given up that was selected before. */
    REFRESH
}
