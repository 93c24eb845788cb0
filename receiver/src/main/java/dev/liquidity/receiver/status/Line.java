package dev.liquidity.receiver.status;

/**
 * One answer. Immutable.
 *
 * @param advice what to do, or what it may mean; null if all is ok
 */
record Line(String name, Verdict verdict, String value, String advice) {
    /** In ascending order. */
    enum Verdict {
        OK,
        /** Worth a look: it may become wrong. */
        WATCH,
        /** Somebody must do something. */
        WRONG
    }

    /** An answer that is ok unless one of the conditions that follow says otherwise; the first that holds counts. */
    static Line of(String name, String value) {
        return new Line(name, Verdict.OK, value, null);
    }

    Line wrongIf(boolean holds, String why) {
        return verdict == Verdict.OK && holds ? new Line(name, Verdict.WRONG, value, why) : this;
    }

    Line watchIf(boolean holds, String why) {
        return verdict == Verdict.OK && holds ? new Line(name, Verdict.WATCH, value, why) : this;
    }
}
