package dev.liquidity.pipeline;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.Receiver;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.Directories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Trading days that each take seconds: the sandbox's market, the connector's journal, the receiver's store, and the
 * archive every evening, which keeps three days in SQLite, by a clock that goes from day to day. Each evening for
 * the day, and at the end for all, what the market sent is compared with what a query finds. Not thread-safe.
 */
final class Month {
    static final int DAYS = 20;
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 5);
    private static final int JOURNALS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Path directory;
    private final Path data;
    private final Path config;
    private final int ticksADay;
    private final int instruments;
    private final MovedClock clock;
    private final Map<LocalDate, MonthDay> days = new TreeMap<>();
    private final List<Long> databaseBytes = new ArrayList<>();
    private volatile long peakBytes;
    private volatile long residentMegabytes;
    private ChildProcess process;

    /** @param directory where all of it is */
    Month(Path directory, int ticksADay, int instruments) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.ticksADay = ticksADay;
        this.instruments = instruments;
        data = Files.createDirectories(directory.resolve("data"));
        clock = MovedClock.open(directory.resolve("clock"));
        config = directory.resolve("config.yaml");
        ConfigFile.of(Map.of())
                .set("persistence.db_path", data.resolve("ticks.db"))
                .set("persistence.parquet_enabled", true)
                .set("persistence.archive", "{dir: \"" + data.resolve("archive") + "\", keep_days: 3}")
                .set("logging.log_file", directory.resolve("logs/app.log"))
                .write(config);
    }

    /**
     * Archives in a process of its own, as the timer does it; one argument for the ticks a day, one for the directory.
     */
    public static void main(String[] arguments) throws Exception {
        int ticks = Integer.parseInt(arguments[0]);
        // Eight ticks a minute each, as on a day of 5 million.
        int instruments = Math.min(1_700, Math.max(50, ticks / 3_000));
        Month month = new Month(Path.of(arguments[1]).toAbsolutePath(), ticks, instruments);
        ChildProcess archive = month.process();
        try {
            month.run(() -> {
                archive.start();
                if (archive.awaitExit(PATIENCE) != 0) {
                    throw new AssertionError(archive);
                }
            });
        } catch (AssertionError e) {
            System.out.println(e);
            System.exit(1);
        }
        System.out.printf(
                Locale.ROOT, "the month is passed; never more than %.2f GB in all%n", month.peakBytes() / 1e9);
        System.exit(0);
    }

    /** What is done in the evening. */
    interface Evening {
        void run() throws Exception;
    }

    /** Goes through the month; each evening ends with what it took. */
    void run(Evening evening) throws Exception {
        LocalDate date = FIRST;
        for (int i = 0; i < DAYS; date = date.plusDays(1)) {
            if (date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
                run(date, evening);
                i++;
            }
        }
        for (MonthDay day : days.values()) {
            check(day);
        }
    }

    private void run(LocalDate date, Evening evening) throws Exception {
        long begun = System.nanoTime();
        MonthDay day = new MonthDay(date, instruments);
        days.put(date, day);
        day.record(data.resolve("journal-" + date), data.resolve("ticks.db"), ticksADay);
        List<LocalDate> dates = new ArrayList<>(days.keySet());
        if (dates.size() > JOURNALS) {
            Directories.remove(data.resolve("journal-" + dates.get(dates.size() - 1 - JOURNALS)));
        }
        double recorded = (System.nanoTime() - begun) / 1e9;
        clock.move(date, "17:00");
        begun = System.nanoTime();
        long before = used();
        try (Watch watch = new Watch()) {
            evening.run();
        }
        double archived = (System.nanoTime() - begun) / 1e9;
        databaseBytes.add(Files.size(data.resolve("ticks.db")));
        check(day);
        System.out.printf(
                Locale.ROOT,
                "%s: recorded in %.1f s, archived in %.1f s%s; %.2f GB before, up to %.2f GB, %.2f GB after, of which"
                        + " SQLite %.2f GB%n",
                date,
                recorded,
                archived,
                residentMegabytes == 0 ? "" : ", resident " + residentMegabytes + " MB",
                before / 1e9,
                peakBytes / 1e9,
                used() / 1e9,
                databaseBytes.get(databaseBytes.size() - 1) / 1e9);
    }

    /** Each tick of a day is once in what a query finds, and in the sums of its minutes. */
    private void check(MonthDay day) throws Exception {
        String where = " WHERE trade_date = '" + day.date() + "' GROUP BY tradingsymbol";
        Map<String, List<Long>> found = new TreeMap<>();
        String rows = answer("SELECT tradingsymbol, n, ids, m, v FROM (SELECT tradingsymbol, count(*) AS n,"
                + " count(DISTINCT id) AS ids, coalesce(sum(volume_traded), 0)::BIGINT AS v FROM ticks" + where
                + ") FULL JOIN (SELECT tradingsymbol, sum(ticks)::BIGINT AS m FROM liquidity_1m" + where
                + ") USING (tradingsymbol)");
        for (String row : rows.lines().skip(1).toList()) {
            String[] values = row.split(",");
            if (!values[1].equals(values[2]) || !values[1].equals(values[3])) {
                throw new AssertionError("ticks, those with an ID of their own, and those in minutes: " + row);
            }
            found.put(values[0], List.of(Long.parseLong(values[1]), Long.parseLong(values[4])));
        }
        if (!found.equals(day.sent())) {
            throw new AssertionError(day.date() + ": sent " + day.sent() + ", found " + found);
        }
    }

    private String answer(String sql) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run("query", sql, "--csv", "--timeout", "600");
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Archives in this process. */
    void archive() throws Exception {
        run("archive");
    }

    private void run(String command, String... arguments) throws Exception {
        Program program = new Receiver(clock)
                .commands().stream()
                        .filter(each -> each.name().equals(command))
                        .findFirst()
                        .orElseThrow();
        new CommandLine(program).parseArgs(arguments);
        ExitCode code = program.run(
                SettingsReader.read(config, true, Map.of(), Map.of(), Role.RECEIVER)
                        .settings(),
                new StopSignal());
        if (code != ExitCode.DONE) {
            throw new AssertionError(command + ": " + code);
        }
    }

    /** The archive in a process of its own, with the service's memory. */
    private ChildProcess process() throws Exception {
        Path tests = Path.of(
                Month.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        process = ChildProcess.builder("archive", directory)
                .java()
                .command("-Xmx64m", "-XX:+UseSerialGC", "-cp", Document.ROOT.resolve("receiver.jar") + ":" + tests)
                .command(
                        ReceiverByClock.class.getName(),
                        directory.resolve("clock").toString())
                .command("archive", "--config", config.toString())
                .build();
        return process;
    }

    /** The most that was used by then. */
    long peakBytes() {
        return peakBytes;
    }

    /** The database's size each evening. */
    List<Long> databaseBytes() {
        return databaseBytes;
    }

    private long used() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).mapToLong(Month::size).sum();
        } catch (UncheckedIOException e) {
            // Something was deleted meanwhile.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks again and again how much room is used, and how much memory. */
    private final class Watch implements AutoCloseable {
        private final StopSignal stop = new StopSignal();
        private final Thread thread = new Thread(this::look, "month-watch");

        Watch() {
            thread.start();
        }

        private void look() {
            try {
                do {
                    peakBytes = Math.max(peakBytes, used());
                    residentMegabytes = Math.max(residentMegabytes, resident());
                } while (!stop.await(50));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private long resident() throws IOException {
            if (process == null || !process.isAlive()) {
                return 0;
            }
            Path status = Path.of("/proc/" + process.pid() + "/status");
            try (Stream<String> lines = Files.lines(status)) {
                return lines.filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000)
                        .findFirst()
                        .orElse(0);
            } catch (NoSuchFileException | UncheckedIOException e) {
                return 0;
            }
        }

        @Override
        public void close() throws InterruptedException {
            stop.request();
            thread.join();
        }
    }
}
