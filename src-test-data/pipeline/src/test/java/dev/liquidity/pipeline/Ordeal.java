package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A rig that a test class's methods share and that suffers faults, one after the other; each is judged. The rig is
 * started before the first test and ended after the last. When a test fails, its logs are printed and kept in {@code
 * target/fault-logs}.
 */
final class Ordeal implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
    private static final int TICKS_BEFORE = 500;
    private static final int TICKS_AFTER = 500;

    private final UnaryOperator<Setup> setup;
    private final Random random = new Random(Seeds.ofBuild());
    private Path directory;
    private Rig rig;
    private long lostBefore;

    private Ordeal(UnaryOperator<Setup> setup) {
        this.setup = setup;
    }

    /** An ordeal of the usual rig. */
    static Ordeal usual() {
        return new Ordeal(UnaryOperator.identity());
    }

    /** An ordeal of a rig with another setup; it is asked for when the rig starts. */
    static Ordeal of(UnaryOperator<Setup> setup) {
        return new Ordeal(setup);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory(context.getRequiredTestClass().getSimpleName());
        rig = Rig.start(setup.apply(Setup.in(directory)));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.out.println(rig.lastWords());
        LastWords.keep(
                directory,
                Path.of(
                        "target",
                        "fault-logs",
                        context.getRequiredTestClass().getSimpleName(),
                        context.getRequiredTestMethod().getName()));
        throw failure;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (rig != null) {
            rig.close();
        }
        Directories.remove(directory);
    }

    Rig rig() {
        return rig;
    }

    /**
     * What a fault did.
     *
     * @param lost ticks that were sent and will never be stored
     * @param recoverySeconds from the fault's end until every socket delivers again and what it delivers is in the
     *     store
     */
    record Outcome(Fault fault, Verdict verdict, long lost, double recoverySeconds) {
        /** True if the promise held. */
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
        FaultTable.ofBuild()
                .add(fault.name(), outcome.isSurvived(), Long.toString(lost), verdict.duplicates(), recovery);
        if (!outcome.isSurvived()) {
            throw new AssertionError(fault.name() + ": " + verdict);
        }
        return outcome;
    }
}
