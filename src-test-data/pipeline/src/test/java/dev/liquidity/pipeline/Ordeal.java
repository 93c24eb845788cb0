package dev.liquidity.pipeline;

import java.util.Random;

/** Has a rig suffer faults, one after the other, and judges after each. */
final class Ordeal {
    private static final int TICKS_BEFORE = 500;
    private static final int TICKS_AFTER = 500;

    private final Rig rig;
    private final FaultTable table = FaultTable.ofBuild();
    private final Random random = new Random(Seeds.ofBuild());
    private long lostBefore;

    Ordeal(Rig rig) {
        this.rig = rig;
    }

    Rig rig() {
        return rig;
    }

    /**
     * What a fault did.
     *
     * @param lost ticks that were sent and will never be stored
     * @param recoverySeconds from the fault's end until every socket delivered again, and what it delivered was in the store
     */
    record Outcome(Fault fault, Verdict verdict, long lost, double recoverySeconds) {
        /** Whether the promise held. */
        boolean isSurvived() {
            return verdict.isStoredAsJournaled()
                    && switch (fault.losses()) {
                        case NONE -> lost == 0;
                        case UNREAD -> verdict.isLostAtUnreadEndsOnly();
                        case COUNTED -> lost > 0;
                    };
        }
    }

    /** Strikes while ticks flow, waits until they flow again, and judges. Fails unless the promise held. */
    Outcome suffer(Fault fault) throws Exception {
        Outcome outcome = undergo(fault);
        if (!outcome.isSurvived()) {
            throw new AssertionError(fault.name() + ": " + outcome.verdict() + "\n" + rig.lastWords());
        }
        return outcome;
    }

    /** As {@link #suffer}, and leaves it to the caller what to think of the outcome. */
    Outcome undergo(Fault fault) throws Exception {
        rig.awaitFlow();
        rig.awaitSent(TICKS_BEFORE);
        fault.strike().on(rig, random);
        double recovery = rig.awaitRecovery();
        rig.awaitSent(TICKS_AFTER);
        rig.drain();
        Verdict verdict = rig.judge();
        long lost = verdict.lost() - lostBefore;
        lostBefore = verdict.lost();
        Outcome outcome = new Outcome(fault, verdict, lost, recovery);
        table.add(fault.name(), outcome.isSurvived(), Long.toString(lost), verdict.duplicates(), recovery);
        return outcome;
    }
}
