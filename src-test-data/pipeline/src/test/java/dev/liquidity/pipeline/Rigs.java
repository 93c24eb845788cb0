package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts the rigs that a test class's methods share, and ends them after the class. When a test fails, their logs are printed and kept in
 * {@code target/fault-logs}.
 */
final class Rigs implements AfterAllCallback, TestExecutionExceptionHandler {
    private final List<Rig> rigs = new ArrayList<>();

    /** Starts a rig that is going to suffer faults. */
    Ordeal ordeal(Setup setup) throws IOException {
        return new Ordeal(start(setup));
    }

    /** Starts a rig. */
    Rig start(Setup setup) throws IOException {
        Rig rig = Rig.start(setup);
        rigs.add(rig);
        return rig;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (Rig rig : rigs) {
            System.out.println(rig.lastWords());
            LastWords.keep(
                    rig.setup().directory(),
                    Path.of(
                            "target",
                            "fault-logs",
                            context.getRequiredTestClass().getSimpleName(),
                            context.getRequiredTestMethod().getName()));
        }
        throw failure;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        rigs.forEach(Rig::close);
    }
}
