package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts the rigs of a test class, which its methods may share, and ends them with it, whatever happened. When a test fails, the logs
 * are printed and kept in {@code target/fault-logs}.
 */
final class Rigs implements AfterAllCallback, TestExecutionExceptionHandler {
    private final List<Rig> rigs = new ArrayList<>();

    /** Starts one. */
    Ordeal ordeal(Setup setup, long seed) throws IOException {
        return new Ordeal(start(setup), FaultTable.ofBuild(), seed);
    }

    /** Starts one. */
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
