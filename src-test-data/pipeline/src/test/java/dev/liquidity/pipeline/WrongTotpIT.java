package dev.liquidity.pipeline;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.Ports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A part of {@link ConnectorExitCodeIT} that takes half a minute: the connector tries a second code before it gives up.
 */
final class WrongTotpIT {
    private static final String WRONG_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CT";

    @Test
    void is3ForAWrongTotpSecret(@TempDir Path directory) throws Exception {
        try (SandboxExchange exchange = SandboxExchange.start(new SandboxOptions())) {
            Setup.config(exchange, "127.0.0.1", Ports.free())
                    .set("zerodha.totp_secret", WRONG_SECRET)
                    .writeInto(directory);
            try (ChildProcess connector = Jar.start(directory, "connector", "--symbol", "NIFTY", "--dry-run")) {
                ExitCodes.assertEnds(3, connector, "connector", "login refused", "zerodha.totp_secret");
                ExitCodes.assertNoSecret(directory, WRONG_SECRET);
            }
        }
    }
}
