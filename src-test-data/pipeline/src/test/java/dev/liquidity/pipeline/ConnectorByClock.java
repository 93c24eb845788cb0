package dev.liquidity.pipeline;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.connector.Connector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The connector, by a {@link MovedClock} whose file comes before its arguments. */
public final class ConnectorByClock {
    private ConnectorByClock() {}

    public static void main(String[] args) throws IOException {
        MovedClock clock = MovedClock.open(Path.of(args[0]));
        Connector connector = new Connector(clock, clock::nanos);
        System.exit(Launcher.launch(connector, Arrays.copyOfRange(args, 1, args.length)));
    }
}
