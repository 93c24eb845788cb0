package dev.liquidity.pipeline;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The receiver, by a {@link MovedClock} whose file comes before its arguments. */
public final class ReceiverByClock {
    private ReceiverByClock() {}

    public static void main(String[] args) throws IOException {
        Receiver receiver = new Receiver(MovedClock.open(Path.of(args[0])));
        System.exit(Launcher.launch(receiver, Arrays.copyOfRange(args, 1, args.length)));
    }
}
