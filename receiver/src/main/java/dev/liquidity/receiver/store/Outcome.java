package dev.liquidity.receiver.store;

/**
 * What became of the ticks of one transaction. Immutable.
 *
 * @param stored new ticks
 * @param known ticks that were stored before with the same values: redelivered ones
 * @param rejected ticks that are in {@code rejected_entries} instead, as SQLite refuses them or has another tick under
 *     their ID
 * @param levelsBeyond levels of new ticks that went to {@code tick_depths_beyond}
 */
record Outcome(int stored, int known, int rejected, int levelsBeyond) {
    static final Outcome NOTHING = new Outcome(0, 0, 0, 0);

    Outcome plus(Outcome other) {
        return new Outcome(
                stored + other.stored,
                known + other.known,
                rejected + other.rejected,
                levelsBeyond + other.levelsBeyond);
    }
}
