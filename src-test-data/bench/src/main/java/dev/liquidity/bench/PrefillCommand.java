package dev.liquidity.bench;

import dev.liquidity.bench.load.Prefill;
import dev.liquidity.bench.load.Universe;
import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.common.market.Ist;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills the stream of a Redis on this machine, so that a receiver can be looked at with a profiler. */
@Command(
        name = "prefill",
        description =
                "Fills a stream with ticks as the connector writes them, for a look at the receiver with a profiler.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PrefillCommand implements Callable<Integer> {
    @Option(names = "--redis-port", required = true, description = "Of a Redis on this machine.")
    private int redisPort;

    @Option(names = "--ticks", defaultValue = "500000", description = "How many; default: ${DEFAULT-VALUE}.")
    private long ticks;

    @Option(
            names = "--instruments",
            defaultValue = "1700",
            description = "Of how many instruments; default: ${DEFAULT-VALUE}.")
    private int instruments;

    @Option(names = "--even", description = "Each as often as any other; default: by its liquidity.")
    private boolean even;

    @Override
    public Integer call() throws Exception {
        Universe universe = Universe.of(instruments, Ist.date(System.currentTimeMillis() * 1000));
        Prefill.write(redisPort, RedisClient.STREAM, even ? universe.evenly() : universe, ticks);
        return 0;
    }
}
