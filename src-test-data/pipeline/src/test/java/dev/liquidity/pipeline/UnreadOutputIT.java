package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody reads what both programs print: the pipe of their outputs is full from the start. */
final class UnreadOutputIT {
    private static final Duration PROMISED = Duration.ofSeconds(10);

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(Setup::unread);

    @Test
    void theyStoreConnectAgainLogAndStop() throws Exception {
        ORDEAL.suffer(SocketFaults.CUT);
        ORDEAL.suffer(Fault.severing("both: nobody reads their output, SIGTERM", (rig, random) -> {
            stop(rig.connector(), rig.connectorLog());
            stop(rig.receiver(), rig.receiverLog());
            rig.connector().start();
            rig.receiver().start();
        }));
    }

    private static void stop(ChildProcess program, Path log) throws Exception {
        long begin = System.nanoTime();
        assertEquals(0, program.terminate());
        assertTrue(System.nanoTime() - begin < PROMISED.toNanos(), "it waits for its reader");
        assertEquals("", program.out());
        List<String> lines = Files.readAllLines(log);
        String last = String.join("\n", lines.subList(lines.size() - 2, lines.size()));
        assertTrue(last.contains("Ending with exit code 0"), last);
        assertTrue(last.contains("Nobody reads stdout: "), last);
    }
}
