package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts the pipelines of a test class, which its methods may share, and ends them with it, whatever happened. When a test fails, the logs
 * are printed and kept in {@code target/fault-logs}.
 */
final class Pipelines implements AfterAllCallback, TestExecutionExceptionHandler {
    private final List<TickPipeline> pipelines = new ArrayList<>();

    /** Starts one. */
    Ordeal ordeal(Setup setup, long seed) throws IOException {
        return new Ordeal(start(setup), FaultTable.ofBuild(), seed);
    }

    /** Starts one. */
    TickPipeline start(Setup setup) throws IOException {
        TickPipeline pipeline = TickPipeline.start(setup);
        pipelines.add(pipeline);
        return pipeline;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (TickPipeline pipeline : pipelines) {
            System.out.println(pipeline.lastWords());
            LastWords.keep(
                    pipeline.setup().directory(),
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
        pipelines.forEach(TickPipeline::close);
    }
}
