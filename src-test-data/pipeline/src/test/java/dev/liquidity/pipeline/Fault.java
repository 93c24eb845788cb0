package dev.liquidity.pipeline;

import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param name as the table has it
 * @param losses what may be lost
 * @param strike injects it; returns when it is over
 */
record Fault(String name, Losses losses, Strike strike) {
    /** What a fault may cost. */
    enum Losses {
        NONE,
        /** What was not yet read of a socket that ended, or by a connector that was killed. */
        UNREAD,
        /** What neither disk nor memory could hold; the test counts it. */
        COUNTED
    }

    /** Injects it. */
    @FunctionalInterface
    interface Strike {
        /**
         * @param random for moments and lengths, so that a seed repeats them
         */
        void on(Rig rig, Random random) throws Exception;
    }

    /** One by which nothing may be lost. */
    static Fault harmless(String name, Strike strike) {
        return new Fault(name, Losses.NONE, strike);
    }

    /** One by which what was not yet read may be lost. */
    static Fault severing(String name, Strike strike) {
        return new Fault(name, Losses.UNREAD, strike);
    }

    /** One by which something must be lost, and recorded. */
    static Fault dropping(String name, Strike strike) {
        return new Fault(name, Losses.COUNTED, strike);
    }
}
