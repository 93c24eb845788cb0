package dev.liquidity.receiver.store;

/**
 * What became of the ticks of one transaction.
 *
 * @param stored that are new
 * @param known that were stored before, with the same values: redelivered ones
 * @param rejected that could not be stored and are in {@code rejected_entries}, among them those whose ID is another tick's
 */
record Outcome(int stored, int known, int rejected) {
    static final Outcome NOTHING = new Outcome(0, 0, 0);

    Outcome plus(Outcome other) {
        return new Outcome(stored + other.stored, known + other.known, rejected + other.rejected);
    }
}
