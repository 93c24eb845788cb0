package dev.liquidity.connector.publish;

/** What came of a step of the publisher. */
enum Outcome {
    /** There may be more to do at once. */
    MOVED,
    /** Everything journaled is in the stream. */
    AT_END,
    /** Nothing can be added yet: the stream is full of entries that are not stored, or can't be rebuilt. */
    HELD,
    /** The stream is not as it was: the next step looks where it stands. */
    DISTURBED,
    /** Another program goes on writing to the stream. */
    FOREIGN_WRITER
}
