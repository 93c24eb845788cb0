package dev.liquidity.common.command;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A program that only ends, in the way its flag says: what {@link LauncherTest} runs in processes of its own. */
@Command(description = "Ends in a given way.")
final class ChildProgram implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProgram.class);

    /** More than wait for a reader. */
    static final int LINES = 5_000;

    enum End {
        AT_ONCE,
        WHEN_STOPPED,
        NEVER,
        USER_FAILURE,
        CRASH,
        WORKER_FAILURE,
        FAILURE_WHILE_STOPPING,
        THREAD_ERROR,
        CHATTER,
        CHATTER_UNTIL_STOPPED,
        FAULTS_UNTIL_STOPPED,
    }

    @Option(names = "--end", required = true, description = "How to end.")
    private End end;

    @Override
    public String name() {
        return "receiver";
    }

    @Override
    public List<Program> commands() {
        return List.of(new ChildCommand());
    }

    /** Repeats the words of its command line. */
    @Command(description = "Says what it was told.")
    private static final class ChildCommand implements Program {
        @Parameters(paramLabel = "WORD", description = "What to say.")
        private String word;

        @Override
        public String name() {
            return "repeat";
        }

        @Override
        public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
            LOG.info("{} at {}", word, settings.redis().host());
            if (word.equals("wait")) {
                stop.await(60_000);
            } else if (word.equals("fail")) {
                throw new UserException(ExitCode.STORE, "nothing to repeat");
            }
            return ExitCode.DONE;
        }
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws Exception {
        LOG.debug("shown at DEBUG only");
        LoggerFactory.getLogger("redis.clients.jedis.Connection").debug("a library at DEBUG");
        LOG.info("running");
        switch (end) {
            case AT_ONCE -> LOG.info("nothing to do\n for{}me", "\u001b[31m ");
            case WHEN_STOPPED -> stop.await(60_000);
            case NEVER -> new CountDownLatch(1).await();
            case USER_FAILURE -> throw new UserException(ExitCode.REDIS, "Redis at localhost:1 refuses; start it");
            case CRASH ->
                throw new IllegalStateException(
                        "a fault, with " + settings.redis().password().reveal());
            case WORKER_FAILURE -> {
                try (Worker worker = new Worker("store", ChildProgram::failAtTheStore, stop)) {
                    worker.start();
                    stop.await(60_000);
                }
            }
            case FAILURE_WHILE_STOPPING -> {
                stop.await(60_000);
                stop.fail(new UserException(ExitCode.STORE, "the last batch could not be written"));
            }
            case THREAD_ERROR -> {
                new Thread(
                                () -> {
                                    throw new StackOverflowError("as this test wants it");
                                },
                                "doomed")
                        .start();
                stop.await(60_000);
            }
            case FAULTS_UNTIL_STOPPED -> {
                LOG.info(
                        Notice.TELL,
                        "Started with {}",
                        settings.telegram().botToken().reveal());
                long begin = System.nanoTime();
                for (int i = 0; i < LINES; i++) {
                    LOG.error("fault {}", i);
                }
                LOG.warn("not for people; faults took {} ms", (System.nanoTime() - begin) / 1_000_000);
                stop.await(60_000);
                LOG.info(Notice.TELL, "Stopped");
            }
            case CHATTER, CHATTER_UNTIL_STOPPED -> {
                for (int i = 0; i < (end == End.CHATTER ? 1_500 : LINES); i++) {
                    LOG.info("line {} of many that fill the file to its limit and beyond", i);
                }
                if (end == End.CHATTER_UNTIL_STOPPED) {
                    LOG.warn("all is said");
                    stop.await(60_000);
                }
            }
        }
        return ExitCode.DONE;
    }

    private static boolean failAtTheStore(Closing closing) {
        throw new UserException(ExitCode.STORE, "the database is gone");
    }

    public static void main(String[] args) {
        System.exit(Launcher.launch(new ChildProgram(), args));
    }
}
