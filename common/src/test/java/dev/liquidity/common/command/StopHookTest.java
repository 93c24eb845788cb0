package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import org.junit.jupiter.api.Test;

/** The exit code is decided once: by the run, or by the hook that gives up waiting for it. */
class StopHookTest {
    @Test
    void keepsTheExitCodeThatIsDecidedFirst() {
        try (StopHook hook = StopHook.install("test", new StopSignal())) {
            assertEquals(ExitCode.DONE, hook.decide(ExitCode.DONE));
            assertEquals(ExitCode.DONE, hook.decide(ExitCode.UNEXPECTED));
        }
    }

    @Test
    void tellsARunThatEndsTooLateWhatTheHookHasDecided() {
        try (StopHook hook = StopHook.install("test", new StopSignal())) {
            assertEquals(ExitCode.UNEXPECTED, hook.decide(ExitCode.UNEXPECTED));
            assertEquals(ExitCode.UNEXPECTED, hook.decide(ExitCode.DONE));
        }
    }
}
