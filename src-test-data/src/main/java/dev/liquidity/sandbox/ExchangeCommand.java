package dev.liquidity.sandbox;

import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the exchange, and a redis-server with it if asked to, until it is stopped. */
@Command(name = "exchange", description = "Runs the exchange until it is stopped.", mixinStandardHelpOptions = true)
final class ExchangeCommand implements Callable<Integer> {
    @Option(
            names = "--http-port",
            defaultValue = "0",
            description = "Login, API and controls; 0 (default): a free one.")
    private int httpPort;

    @Option(names = "--ticker-port", defaultValue = "0", description = "Ticker; 0 (default): a free one.")
    private int tickerPort;

    @Option(names = "--redis-port", description = "Also runs a real redis-server there; 0: on a free port.")
    private Integer redisPort;

    @Option(names = "--redis-dir", description = "Where that redis-server works; default: a new directory.")
    private Path redisDir;

    @Option(
            names = "--rate",
            defaultValue = "market",
            description = "Ticks a second in all, 'market' (default) or 'max'.")
    private String rate;

    @Option(names = "--seed", defaultValue = "1", description = "Of instruments and prices; default: 1.")
    private long seed;

    @Option(names = "--date", description = "The dump's day, YYYY-MM-DD; default: today (IST).")
    private LocalDate date;

    @Option(names = "--instruments", description = "A dump to serve, .csv or .csv.gz; may be repeated.")
    private List<Path> instruments = List.of();

    @Option(names = "--ledger", description = "Writes down every packet sent.")
    private Path ledger;

    @Option(
            names = "--cached-age",
            defaultValue = "0",
            description = "Seconds since the cached first tick; default: 0.")
    private long cachedAge;

    @Option(names = "--ready-file", description = "Written when all is up: KEY=VALUE lines for a shell.")
    private Path readyFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        SandboxOptions options = new SandboxOptions()
                .ports(httpPort, tickerPort)
                .rate(rate())
                .seed(seed)
                .date(date)
                .instruments(instruments)
                .ledger(ledger)
                .cachedAge(Duration.ofSeconds(cachedAge));
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped), "sandbox-stop"));
        try (RedisServer redis = redisPort == null ? null : RedisServer.launch(redisPort, redisDir);
                SandboxExchange exchange = SandboxExchange.start(options)) {
            Map<String, String> ready = ReadyFile.of(exchange, redis);
            ready.forEach((key, value) -> System.out.println(key + "=" + value));
            if (readyFile != null) {
                ReadyFile.write(readyFile, ready);
            }
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private Rate rate() {
        try {
            return Rate.parse(rate);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--rate is a number above zero, 'market' or 'max', not " + rate, e);
        }
    }

    private static void await(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(8, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
