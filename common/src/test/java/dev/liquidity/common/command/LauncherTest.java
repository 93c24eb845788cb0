package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.notify.Loopback;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way from a command line to an exit code, with real processes and real signals. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherTest {
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,HUP";
    private static final boolean CAN_RESET_SIGNALS = canResetSignals();

    @TempDir
    private Path directory;

    @Test
    void endsWithTheProgramsOwnExitCodeWhenItIsDone() throws Exception {
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, child.awaitExit(), child.err());
            assertEquals("", child.err());
            assertTrue(child.out().contains("nothing to do  for [31m me\n"), child.out());
            assertTrue(child.out().matches("(?s)((\\d\\d:\\d\\d:\\d\\d INFO  | {15})[^\n]{1,105}\n)+"), child.out());
            assertEquals(
                    unfolded(child.out()),
                    briefLog(),
                    "the same lines go to stdout, without date, thread and class, and to the file");
        }
    }

    /** The console's text with each line in one piece. */
    private static String unfolded(String out) {
        return out.replaceAll("\n {15}", " ");
    }

    /** The log file as the console shows it: without date, thread and class. */
    private String briefLog() throws IOException {
        return log().replaceAll("(?m)^\\S+ (\\S{8})\\.\\d+ (.{5}) \\[\\S+] \\w+: ", "$1 $2 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void stopsCleanlyOnASignalAndEndsWithZero(String signal) throws Exception {
        try (ChildProcess child = start(directory, "--end=WHEN_STOPPED")) {
            child.awaitOut("running");
            child.signal(signal);

            assertEquals(0, child.awaitExit(), child.err());
            assertEquals("", child.err());
            assertTrue(log().contains("Stopping on a signal"), log());
            assertTrue(log().endsWith("Ending with exit code 0 (DONE)\n"), log());
        }
    }

    @Test
    void endsAProgramThatDoesNotStopInTime() throws Exception {
        try (ChildProcess child = start(directory, "--end=NEVER")) {
            child.awaitOut("running");
            child.signal("TERM");

            assertEquals(1, child.awaitExit());
            assertEquals("receiver: did not stop within 10 s, and is ended now\n", child.err());
            assertTrue(log().contains("ChildProgram.run"), "where it hangs is in the log: " + log());
        }
    }

    @Test
    void keepsTheExitCodeOfAFailureWhileStopping() throws Exception {
        try (ChildProcess child = start(directory, "--end=FAILURE_WHILE_STOPPING")) {
            child.awaitOut("running");
            child.signal("TERM");

            assertEquals(6, child.awaitExit());
            assertEquals("receiver: the last batch could not be written\n", child.err());
        }
    }

    @Test
    void goesOnAndStopsWhileNobodyReadsWhatItPrints() throws Exception {
        try (ChildProcess child = unread("--end=CHATTER_UNTIL_STOPPED")) {
            child.await("all its lines in the log", () -> log().contains("all is said"));
            long begin = System.nanoTime();
            assertEquals(0, child.terminate());
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos(), "it waits for its reader");
        }
        assertEquals(
                ChildProgram.LINES,
                log().lines().filter(line -> line.contains("of many that")).count());
        assertTrue(log().contains("Ending with exit code 0 (DONE)"), log());
        List<String> told = log().lines()
                .filter(line -> line.contains("Nobody reads stdout: "))
                .toList();
        assertEquals(2, told.size(), "once when it begins, and in all at the end");
        String missing = told.get(1).replaceAll(".*stdout: (\\d+) lines.*", "$1");
        assertTrue(Integer.parseInt(missing) > ChildProgram.LINES / 2, told::toString);
    }

    @Test
    void endsWithItsExitCodeWhileNobodyReadsWhy() throws Exception {
        try (ChildProcess child = unread("--end=USER_FAILURE")) {
            assertEquals(4, child.awaitExit(Duration.ofSeconds(20)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "USER_FAILURE, 4, Redis at localhost:1 refuses; start it",
        "WORKER_FAILURE, 6, the database is gone",
    })
    void reportsAUserFailureInOneLineWithoutAStackTrace(String end, int code, String message) throws Exception {
        try (ChildProcess child = start(directory, "--end=" + end)) {
            assertEquals(code, child.awaitExit());
            assertEquals("receiver: " + message + "\n", child.err());
            assertTrue(log().contains("ERROR [main] Launcher: " + message + "\n"), log());
            assertFalse(log().contains("\tat "), log());
        }
    }

    @Test
    void logsTheStackTraceOfAnUnexpectedFailureWithItsSecretMasked() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), "redis: {password: hunter2-hunter2}");
        try (ChildProcess child = start(directory, "--end=CRASH")) {
            assertEquals(1, child.awaitExit());
            assertEquals(
                    "receiver: unexpected IllegalStateException; the stack trace is at the end of"
                            + " ./logs/app-receiver.log\n",
                    child.err());
            assertTrue(log().contains("java.lang.IllegalStateException: a fault, with ***\n\tat "), log());
            assertFalse((log() + child.out()).contains("hunter2"), log());
        }
    }

    @Test
    void stopsWhenAThreadDiesOfAnError() throws Exception {
        try (ChildProcess child = start(directory, "--end=THREAD_ERROR")) {
            assertEquals(1, child.awaitExit());
            assertEquals(
                    "receiver: the thread doomed died of StackOverflowError; the log has its stack trace\n",
                    child.err());
            assertTrue(log().contains("The thread doomed died"), log());
        }
    }

    @Test
    void logsItsOwnDebugLinesButNotTheLibrariesWhenAskedTo() throws Exception {
        try (ChildProcess quiet = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, quiet.awaitExit());
            assertFalse(quiet.out().contains("shown at DEBUG only"), quiet.out());
        }
        for (List<String> flags : List.of(List.of("--debug"), List.of("--log-level", "debug"))) {
            String[] args =
                    Stream.concat(Stream.of("--end=AT_ONCE"), flags.stream()).toArray(String[]::new);
            try (ChildProcess child = start(directory, args)) {
                assertEquals(0, child.awaitExit());
                assertTrue(child.out().contains("DEBUG shown at DEBUG only"), child.out());
                assertFalse(child.out().contains("a library at DEBUG"), child.out());
            }
        }
    }

    @Test
    void takesPythonsNamesOfLevelsAndShortenedFlags() throws Exception {
        Files.writeString(directory.resolve("my.yaml"), "{}");
        try (ChildProcess child = start(directory, "--en", "AT_ONCE", "--log-l=WARNING", "--conf", "my.yaml")) {
            assertEquals(0, child.awaitExit(), child.err());
            assertEquals("", child.out(), "nothing below WARN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_bytes", "backup_count"})
    void rotatesNoLogFileWhereTheOriginalDoesNot(String key) throws Exception {
        Files.writeString(
                directory.resolve("config.yaml"),
                "logging: {" + (key.equals("max_bytes") ? "" : "max_bytes: 10240, ") + key + ": 0}");
        try (ChildProcess child = start(directory, "--end=CHATTER")) {
            assertEquals(0, child.awaitExit(), child.err());
            assertEquals(unfolded(child.out()), briefLog());
        }
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            assertEquals(1, files.count());
        }
        assertTrue(log().length() > 50_000 && log().contains("line 0 of many"), "all of it is in one file");
    }

    @Test
    void namesTheMissingFileAndTheDatabaseAtTheStart() throws Exception {
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, child.awaitExit(), child.err());
            Path real = directory.toRealPath();
            assertTrue(log().contains("INFO  [main] Launcher: There is no " + real + "/config.yaml: "), log());
            assertTrue(log().contains("db_path ./data/ticks.db is " + real + "/data/ticks.db\n"), log());
        }
    }

    @Test
    void warnsAtEachStartOfASecretThatOthersCanRead() throws Exception {
        Path local = Files.writeString(directory.resolve("config.local.yaml"), "redis: {password: hunter2-hunter2}");
        Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("rw-r--r--"));
        String line = "WARN  [main] Launcher: Others on this machine can read config.local.yaml, which holds secrets:"
                + " chmod 600 config.local.yaml\n";
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, child.awaitExit(), child.err());
            child.start();
            assertEquals(0, child.awaitExit(), child.err());
            assertEquals(3, log().split(Pattern.quote(line), -1).length, log());

            Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("rw-------"));
            child.start();
            assertEquals(0, child.awaitExit(), child.err());
            assertEquals(3, log().split(Pattern.quote(line), -1).length, log());
        }
    }

    @Test
    void keepsTheLogFilesWithinTheirLimit() throws Exception {
        Files.writeString(
                directory.resolve("config.yaml"),
                "logging: {log_file: './50%d (a)/app.log', max_bytes: 10240, backup_count: 3}");
        try (ChildProcess child = start(directory, "--end=CHATTER")) {
            assertEquals(0, child.awaitExit());
        }

        try (Stream<Path> files = Files.list(directory.resolve("50%d (a)"))) {
            List<Path> sorted = files.sorted().toList();
            assertEquals(
                    List.of("app-receiver.log", "app-receiver.log.1", "app-receiver.log.2", "app-receiver.log.3"),
                    sorted.stream().map(file -> file.getFileName().toString()).toList());
            for (Path file : sorted) {
                assertTrue(Files.size(file) <= 10_240 + 200, file + " has " + Files.size(file));
            }
            String newest = Files.readString(sorted.get(1)) + Files.readString(sorted.get(0));
            assertTrue(newest.contains("line 1499 of many") && newest.contains("line 1450 of many"), newest);
        }
    }

    @Test
    void logsIndiasTime() throws Exception {
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, child.awaitExit());
            LocalDateTime logged =
                    LocalDateTime.parse(log().substring(0, 23), DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"));
            LocalDateTime india = LocalDateTime.now(ZoneId.of("Asia/Kolkata"));
            assertTrue(Duration.between(logged, india).abs().toMinutes() < 5, logged + " and " + india);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --end AT_ONCE --confg x \
                    | receiver: Unknown option: '--confg'; did you mean --config?; --help lists the flags
                    --ends NEVER | receiver: Unknown option: '--ends'; did you mean --end?; --help lists the flags
                    -x                   | receiver: Unknown option: '-x'; --help lists the flags
                    --end AT_ONCE --pass=hunter2 | receiver: Unknown option: '--pass'; --help lists the flags
                    --end AT_ONCE --de --con \
                    | receiver: Missing required parameter for option '--config' (FILE); --help lists the flags
                    --end AT_ONCE --banana       | receiver: Unknown option: '--banana'; --help lists the flags
                    --end AT_ONCE x              | receiver: Unmatched argument at index 2: 'x'; --help lists the flags
                    reapet x \
                    | receiver: Unmatched arguments from index 0: 'reapet', 'x'; did you mean repeat?; --help lists the \
                    flags
                    --end AT_ONCE reapet \
                    | receiver: Unmatched argument at index 2: 'reapet'; did you mean repeat?; --help lists the flags
                    --end AT_ONCE repeat x | receiver: the command must be the first argument; --help lists the flags
                    repeat               | receiver repeat: Missing required parameter: 'WORD'; --help lists the flags
                    repeat x --end NEVER \
                    | receiver repeat: Unknown option: '--end'; --help lists the flags
                    --config x \
                    | receiver: Missing required option: '--end=<end>'; --help lists the flags
                    --end AT_ONCE --config \
                    | receiver: Missing required parameter for option '--config' (FILE); --help lists the flags
                    --end AT_ONCE --log-level X \
                    | receiver: --log-level must be one of TRACE, DEBUG, INFO, WARN, ERROR, not 'X'; --help lists the \
                    flags
                    --end AT_ONCE --debug --log-level WARN \
                    | receiver: --debug and --log-level WARN contradict each other; give one of them; --help lists \
                    the flags
                    --end AT_ONCE --config no.yaml | receiver: no.yaml: 1 fault/  file: does not exist
                    """)
    @ResourceLock(Resources.SYSTEM_ERR)
    void endsWithTwoAndOneLineForAWrongFlag(String args, String line) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, Launcher.launch(new ChildProgram(), args.split(" ")));
        } finally {
            System.setErr(before);
        }
        assertEquals(line.replace('/', '\n') + "\n", err.toString(StandardCharsets.UTF_8));
        assertFalse(Files.exists(Path.of("logs")), "nothing is written before all is right");
    }

    @Test
    void endsWithTwoAndEveryFaultForAWrongConfiguration() throws Exception {
        Files.writeString(directory.resolve("my.yaml"), "redis: {port: x, hots: y}");
        try (ChildProcess child = start(directory, "--end=AT_ONCE", "--config", "my.yaml")) {
            assertEquals(2, child.awaitExit());
            assertEquals("""
                    receiver: my.yaml: 2 faults
                      redis.hots: unknown key; did you mean host?
                      redis.port: must be a whole number from 1 to 65535, not 'x'
                    """, child.err());
        }
    }

    @Test
    void endsWithTwoWhenTheLogCannotBeWritten() throws Exception {
        Files.writeString(directory.resolve("logs"), "a file where the directory belongs");
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(2, child.awaitExit());
            assertTrue(
                    child.err().startsWith("receiver: logging.log_file: can't write ./logs/app-receiver.log ("),
                    child.err());
            assertEquals(1, child.err().lines().count());
        }
    }

    @Test
    void warnsAtTheStartOfSettingsWithoutEffect() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), "telegram: {chat_id: '-100'}");
        try (ChildProcess child = start(directory, "--end=AT_ONCE")) {
            assertEquals(0, child.awaitExit());
            assertTrue(child.out().contains("WARN  telegram.bot_token: "), child.out());
            assertTrue(log().contains("WARN  [main] Launcher: telegram.bot_token: "), log());
        }
    }

    @Test
    void showsHelpAndVersionEvenIfTheConfigurationIsWrong() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), "faulty: [");
        try (ChildProcess help = start(directory, "--help");
                ChildProcess brief = start(directory, "-h");
                ChildProcess version = start(Files.createDirectory(directory.resolve("v")), "--version")) {
            assertEquals(0, help.awaitExit());
            assertEquals(0, version.awaitExit());
            assertEquals(0, brief.awaitExit());
            assertEquals(help.out(), brief.out());
            assertAll(Stream.of("--end", "--config=FILE", "--debug", "--log-level=LEVEL", "-h, --help", "--version")
                    .map(flag -> () -> assertTrue(help.out().contains(flag), flag)));
            assertTrue(version.out().startsWith("receiver "), version.out());
            assertEquals("", help.err() + version.err());
        }
    }

    @Test
    void runsACommandWithTheProgramsSettingsAndALogFileOfItsOwn() throws Exception {
        Files.writeString(directory.resolve("my.yaml"), "redis: {host: redis.example}");
        try (ChildProcess child = start(directory, "repeat", "fail", "--config", "my.yaml")) {
            assertEquals(6, child.awaitExit());
            assertEquals("receiver repeat: nothing to repeat\n", child.err());
            assertTrue(child.out().contains("Starting receiver repeat "), child.out());
            assertTrue(child.out().contains("fail at redis.example\n"), child.out());
        }
        try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
            assertEquals(List.of(directory.resolve("logs/app-receiver-repeat.log")), logs.toList());
        }
    }

    @Test
    void stopsACommandOnASignal() throws Exception {
        try (ChildProcess child = start(directory, "repeat", "wait")) {
            child.awaitOut("wait at");
            child.signal("INT");
            assertEquals(0, child.awaitExit(), child.err());
        }
    }

    @Test
    void listsTheCommandsAndHelpsWithEach() throws Exception {
        try (ChildProcess all = start(directory, "--help");
                ChildProcess one = start(directory, "repeat", "--help")) {
            assertEquals(0, all.awaitExit());
            assertEquals(0, one.awaitExit());
            assertTrue(all.out().matches("(?s).*Commands:\\s+repeat\\s+Says what it was told\\..*"), all.out());
            assertTrue(one.out().startsWith("Usage: receiver repeat "), one.out());
            assertTrue(one.out().contains("WORD") && one.out().contains("--debug"), one.out());
            assertFalse(one.out().contains("--end"), one.out());
        }
    }

    @Test
    void printsACompletionOfItsFlagsAndCommandsThatBashTakes() throws Exception {
        try (ChildProcess printed = start(directory, "--end=AT_ONCE", "--print-completion")) {
            assertEquals(0, printed.awaitExit());
            String taps = "compopt() { :; }\n" + printed.out()
                    + "COMP_WORDS=(receiver --lo) COMP_CWORD=1; _complete_receiver; echo \"${COMPREPLY[*]}\"\n"
                    + "COMP_WORDS=(receiver rep) COMP_CWORD=1; _complete_receiver; echo \"${COMPREPLY[*]}\"\n"
                    + "COMP_WORDS=(receiver repeat --de) COMP_CWORD=2; _complete_receiver; echo \"${COMPREPLY[*]}\"\n";
            Process bash = new ProcessBuilder("bash", "--norc", "-c", taps)
                    .redirectErrorStream(true)
                    .start();
            String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("--log-level\nrepeat\n--debug\n", completed.replace("'", ""));
        }
    }

    private void tellTelegram(Loopback server, String more) throws IOException {
        Files.writeString(
                directory.resolve("config.yaml"),
                "telegram: {bot_token: '123456:token-of-this-bot', chat_id: '-100', api_url: '" + server.url() + "'}\n"
                        + more);
    }

    private static List<String> lines(Loopback server) {
        return server.texts().stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("receiver on "))
                .toList();
    }

    @Test
    void tellsPeopleFaultsAndMarkedLinesWithoutSecretsAndFloods() throws Exception {
        try (Loopback server = new Loopback()) {
            tellTelegram(server, "");
            try (ChildProcess child = start(directory, "--end=FAULTS_UNTIL_STOPPED", "--log-level=ERROR")) {
                Await.until("the faults are told", () -> lines(server).size() >= 2);
                assertEquals("Started with ***", lines(server).get(0), "whatever the level of the log");
                assertEquals(0, child.terminate(), child.err());
            }
            assertTrue(lines(server).contains("Stopped"), () -> "the last one, too: " + lines(server));
            List<String> faults = lines(server).stream()
                    .filter(line -> line.startsWith("ERROR: fault "))
                    .toList();
            assertTrue(faults.size() <= 2, faults::toString);
            assertEquals(
                    ChildProgram.LINES,
                    faults.stream()
                            .mapToInt(line -> Integer.parseInt(line.replaceFirst(".*the last of (\\d+) like it.*", "$1")
                                    .replaceFirst("ERR.*", "1")))
                            .sum());
            assertFalse(
                    server.bodies().toString().contains("token-of"),
                    () -> server.bodies().toString());
            assertFalse(log().contains("token-of"), log());
            assertFalse(
                    lines(server).toString().contains("not for people"),
                    () -> lines(server).toString());
        }
    }

    @Test
    void tellsWhyItEnds() throws Exception {
        try (Loopback server = new Loopback();
                ChildProcess child = failing(server)) {
            assertEquals(4, child.awaitExit());
            assertEquals(List.of("ERROR: Redis at localhost:1 refuses; start it"), lines(server));
            for (int i = 0; i < 2; i++) {
                child.start();
                assertEquals(4, child.awaitExit());
            }
            assertEquals(1, lines(server).size(), "not at each start of a program that fails each time");
            try (ChildProcess command = start(directory, "repeat", "fail")) {
                assertEquals(6, command.awaitExit());
                assertEquals(1, lines(server).size(), "whoever runs a command sees what it says");
            }
        }
    }

    private ChildProcess failing(Loopback server) throws IOException {
        tellTelegram(server, "");
        return start(directory, "--end=USER_FAILURE");
    }

    @Test
    void stopsInTimeWhileTelegramDoesNotAnswer() throws Exception {
        try (Loopback server = new Loopback()) {
            server.hang();
            tellTelegram(server, "notify: {command: 'echo $$ > pid; exec sleep 1000'}");
            try (ChildProcess child = start(directory, "--end=FAULTS_UNTIL_STOPPED")) {
                Await.until("a message is sent", () -> !server.bodies().isEmpty());
                long begin = System.nanoTime();
                assertEquals(0, child.terminate(), child.err());
                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(15).toNanos(), "it waits for Telegram");
            }
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            Await.until("the command has ended", () -> ProcessHandle.of(pid).isEmpty());
            assertTrue(log().contains("The last messages by telegram are not sent in time"), log());
            assertTrue(log().contains("The last messages by command are not sent in time"), log());
            assertTrue(log().contains("Ending with exit code 0 (DONE)"), log());
        }
    }

    @Test
    void sendsATestMessageInEachWayWithoutTouchingTheLog() throws Exception {
        try (Loopback server = new Loopback()) {
            tellTelegram(
                    server, "notify: {webhook_url: '" + server.url() + "/hook', command: 'cat > told; echo printed'}");
            try (ChildProcess child = start(directory, "--end=AT_ONCE", "--test-notify")) {
                assertEquals(0, child.awaitExit(), child.err());
                assertEquals("telegram: sent\nwebhook: sent\nprinted\ncommand: sent\n", child.out());
            }
            String text = "A test: messages of the receiver arrive here\nreceiver on ";
            assertTrue(server.texts().get(0).startsWith(text), server.texts()::toString);
            assertEquals(server.texts().get(0), server.texts().get(1));
            assertTrue(Files.readString(directory.resolve("told")).startsWith(text));
            assertFalse(Files.exists(directory.resolve("logs")), "a program that runs may write it");

            server.reply(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
            try (ChildProcess child = start(directory, "--end=AT_ONCE", "--test-notify")) {
                assertEquals(2, child.awaitExit());
                assertTrue(child.out().startsWith("telegram: NOT sent: 401 Unauthorized: telegram.bot_token is "));
                assertTrue(child.out().endsWith("command: sent\n"), child.out());
                assertEquals("receiver: not every message could be sent, see above\n", child.err());
            }
        }
        try (ChildProcess child = start(directory, "--end=AT_ONCE", "--test-notify")) {
            assertEquals(1, child.awaitExit(), "nobody listens any more");
            assertFalse((child.out() + child.err()).contains("token-of"), child.out());
        }
    }

    @Test
    void saysHowToBeToldIfATestHasNobodyToTell() throws Exception {
        try (ChildProcess child = start(directory, "--end=AT_ONCE", "--test-notify")) {
            assertEquals(2, child.awaitExit());
            assertTrue(
                    child.err().startsWith("receiver: nobody is told anything: set telegram.bot_token"), child.err());
            assertEquals(1, child.err().lines().count());
        }
    }

    private static ChildProcess start(Path directory, String... args) throws IOException {
        return start(ChildProcess.builder("child", directory), args);
    }

    private ChildProcess unread(String... args) throws IOException {
        return start(ChildProcess.builder("child", directory).unread(), args);
    }

    private static ChildProcess start(ChildProcess.Builder builder, String... args) throws IOException {
        if (CAN_RESET_SIGNALS) {
            // A build that a shell started in the background ignores SIGINT, one under nohup SIGHUP; a child inherits
            // it.
            builder.command("env", DEFAULT_SIGNALS);
        }
        return builder.java()
                .command("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Duser.timezone=America/New_York", "-cp")
                .command(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .command(ChildProgram.class.getName())
                .command(args)
                .errorsApart()
                .start();
    }

    private static boolean canResetSignals() {
        try {
            return new ProcessBuilder("env", DEFAULT_SIGNALS, "true").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("logs/app-receiver.log"));
    }
}
