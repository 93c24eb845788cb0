package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the README and the other documents to the code. The README's checks of Redis and SQLite are run by {@code
 * scripts/demo.sh} as they stand there.
 */
class ReadmeTest {
    private static final Path ROOT = Document.ROOT;
    private static final int MOST_LINES = 250;

    /** Of a tick's way, in the order in which it goes. */
    private static final List<String> STAGES = List.of(
            "socket", "queue", "journal", "decode", "stream", "read", "batch", "Redis keys", "SQLite", "acknowledge");

    private static Document readme() throws IOException {
        return Document.read(Document.README);
    }

    private static Document operating() throws IOException {
        return Document.read(Document.OPERATING);
    }

    @Test
    void isShortEnoughToBeReadToItsEnd() throws IOException {
        int lines = readme().lines().size();
        assertTrue(lines <= MOST_LINES, lines + " lines");
    }

    @Test
    void drawsEveryStageOfATicksWayWithItsPackage() throws IOException {
        List<String> stages = new ArrayList<>();
        for (String line : readme().code("")) {
            Matcher stage = Pattern.compile("  (\\S.*?) {2,}([a-z]+(?:/[a-z]+)+) {2,}\\S.*")
                    .matcher(line);
            if (stage.matches() && STAGES.contains(stage.group(1))) {
                assertTrue(packageOf(ROOT.resolve(stage.group(2))), line);
                stages.add(stage.group(1));
            }
        }
        assertEquals(STAGES, stages);
    }

    @Test
    void leavesTheKeysToConfigYamlWhichExplainsEachOfThem() throws IOException {
        List<String> unexplained = new ArrayList<>();
        Set<String> keys = configKeys(unexplained);
        assertTrue(keys.contains("instruments.expiry_filter.weekly_expiries"), keys::toString);
        assertEquals(List.of(), unexplained);
    }

    @Test
    void namesKeysOfTheConfigurationThatExist() throws IOException {
        Set<String> keys = configKeys(new ArrayList<>());
        Set<String> last = keys.stream()
                .map(key -> key.substring(key.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        last.add("expiry_filter");
        for (Document document : Document.all()) {
            for (String key : document.found(
                    "`((?:zerodha|redis|connector|instruments|persistence|telegram|metrics|logging)\\.[a-z_.]+)`")) {
                boolean isPackageOrFile = key.endsWith(".jar") || key.endsWith(".acl") || key.endsWith(".service");
                assertTrue(keys.contains(key) || isPackageOrFile, key + " in " + document.file());
            }
        }
        for (Document document :
                List.of(readme().section("Troubleshooting"), operating().section("Rarer messages"))) {
            for (String key : document.found("`([a-z]+_[a-z_]+)`")) {
                assertTrue(last.contains(key) || key.equals("feed_gaps") || key.equals("rejected_entries"), key);
            }
        }
    }

    /** The leaves of config.yaml as paths; those without a comment beside or above them are added to a list. */
    private static Set<String> configKeys(List<String> unexplained) throws IOException {
        Set<String> keys = new TreeSet<>();
        List<String> parents = new ArrayList<>();
        String explained = "";
        for (String line : Files.readAllLines(ROOT.resolve("config.yaml"))) {
            Matcher key =
                    Pattern.compile("( *)([a-z_]+):(\\s+[^#\\s].*)?(\\s*#.*)?").matcher(line);
            if (key.matches()) {
                int depth = key.group(1).length() / 2;
                parents.subList(depth, parents.size()).clear();
                parents.add(key.group(2));
                if (key.group(3) != null) {
                    keys.add(String.join(".", parents));
                    if (!line.contains(" # ") && !explained.startsWith("#")) {
                        unexplained.add(line);
                    }
                }
            }
            explained = line.strip();
        }
        return keys;
    }

    @Test
    void namesEveryVariableOfTheEnvironment() throws IOException {
        String variables = "((?:ZERODHA|REDIS|TELEGRAM)_[A-Z_]+)";
        Set<String> inFile = new TreeSet<>(Document.read("config.yaml").found("or " + variables));

        assertEquals(
                inFile, new TreeSet<>(readme().section("Your first real day").found("`" + variables + "`")));
    }

    @Test
    void usesFlagsThatTheProgramsHave() throws IOException, InterruptedException {
        for (String program : List.of("connector", "receiver")) {
            String help = help(program);
            for (String word : program.equals("receiver")
                    ? List.of("status", "import", "archive", "query", "export")
                    : List.<String>of()) {
                help += help(program, word);
            }
            List<String> used = Document.all().stream()
                    .flatMap(document -> document.lines().stream())
                    .filter(line -> line.contains("java -jar " + program + ".jar"))
                    .flatMap(line -> Pattern.compile("--[a-z-]+").matcher(line).results())
                    .map(match -> match.group())
                    .toList();
            assertFalse(used.isEmpty(), program);
            for (String flag : used) {
                assertTrue(help.contains(flag), flag + " in\n" + help);
            }
        }
    }

    private static String help(String program, String... words) throws IOException, InterruptedException {
        String main = "dev.liquidity." + program + "." + program.substring(0, 1).toUpperCase(Locale.ROOT)
                + program.substring(1);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(words));
        command.add("--help");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void usesFlagsThatTheScriptsHave() throws IOException {
        int flags = 0;
        for (Document document : Document.all()) {
            for (String line : document.lines()) {
                Matcher call = Pattern.compile(
                                "(scripts/(?:demo|soak|install)\\.sh)((?: +--[a-z-]+(?: [A-Za-z0-9/,]+)?)+)")
                        .matcher(line);
                while (call.find()) {
                    String script = Files.readString(ROOT.resolve(call.group(1)));
                    for (String flag : new Document(line, List.of(call.group(2))).found("(--[a-z-]+)")) {
                        assertTrue(script.contains(flag), flag + " in " + document.file() + ": " + line);
                        flags++;
                    }
                }
            }
        }
        assertTrue(flags > 2, "flags of scripts: " + flags);
    }

    @Test
    void explainsEveryExitCode() throws IOException {
        assertEquals(
                Arrays.stream(ExitCode.values())
                        .map(code -> Integer.toString(code.code()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(operating().section("Exit codes").found("(?m)^\\| ([0-9]+) \\|")));
    }

    @Test
    void showsFilesThatExist() throws IOException {
        List<String> layout = readme().section("Project layout").code("");
        List<String> parents = new ArrayList<>();
        Set<String> top = new TreeSet<>();
        for (String line : layout) {
            Matcher entry = Pattern.compile("( *)(\\S+)(  +.*)?").matcher(line);
            assertTrue(entry.matches(), line);
            int depth = entry.group(1).length() / 2;
            parents.subList(depth, parents.size()).clear();
            parents.add(entry.group(2));
            Path file = ROOT.resolve(String.join("", parents));
            assertTrue(line.contains("built") || Files.exists(file), line + ": " + file);
            if (depth == 0) {
                top.add(entry.group(2));
            }
        }
        assertTrue(
                top.containsAll(Set.of("common/", "connector/", "receiver/", "src-test-data/", "scripts/")),
                top::toString);
    }

    @Test
    void namesPathsThatExist() throws IOException {
        int paths = 0;
        for (Document document : Document.all()) {
            for (String path : document.found("`((?:\\.?[a-z-]+)/[A-Za-z0-9_./-]+)`")) {
                boolean isMadeWhenRun = path.matches("(data|logs|target)/.*|.*/target/.*");
                assertTrue(
                        isMadeWhenRun || Files.exists(ROOT.resolve(path)) || packageOf(ROOT.resolve(path)),
                        path + " in " + document.file());
                paths++;
            }
        }
        assertTrue(paths > 20, "paths: " + paths);
    }

    /** {@code connector/journal} stands for the package. */
    private static boolean packageOf(Path shown) {
        Path relative = ROOT.relativize(shown);
        String module = relative.getName(0).toString();
        Path place = module.equals("src-test-data")
                ? Path.of("dev", "liquidity").resolve(relative.subpath(1, relative.getNameCount()))
                : Path.of("dev", "liquidity").resolve(relative);
        return Files.isDirectory(ROOT.resolve(module).resolve("src/main/java").resolve(place));
    }

    @Test
    void linksToFilesAndSectionsThatExist() throws IOException {
        int links = 0;
        for (Document document : Document.all()) {
            for (String link : document.found("\\]\\(([^)]+)\\)")) {
                if (link.startsWith("https://")) {
                    continue;
                }
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? ROOT.resolve(document.file())
                        : ROOT.resolve(document.file()).resolveSibling(parts[0]).normalize();
                assertTrue(Files.exists(target), link + " in " + document.file());
                if (parts.length == 2) {
                    Set<String> anchors = Files.readAllLines(target).stream()
                            .filter(line -> line.startsWith("#"))
                            .map(line -> line.replaceFirst("^#+ ", "")
                                    .toLowerCase(Locale.ROOT)
                                    .replaceAll("[^a-z0-9 -]", "")
                                    .replace(' ', '-'))
                            .collect(Collectors.toSet());
                    assertTrue(anchors.contains(parts[1]), link + " in " + document.file());
                }
                links++;
            }
        }
        assertTrue(links > 3, "links: " + links);
    }

    @Test
    void followsATickThroughClassesThatExist() throws IOException {
        Set<String> named = new TreeSet<>(
                Document.read(Document.CONTRIBUTING).section("Follow a tick").found("`([A-Z][a-z]+[A-Za-z]*)`"));
        Set<String> existing;
        try (Stream<Path> files = Files.walk(ROOT)) {
            existing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertTrue(named.size() > 15, named::toString);
        named.removeAll(existing);
        assertEquals(Set.of(), named);
    }

    @Test
    void explainsEveryCounter() throws IOException {
        String sources = Stream.of("common", "connector", "receiver")
                .map(ReadmeTest::sources)
                .collect(Collectors.joining());
        Document code = new Document("sources", sources.lines().toList());
        List<String> counters =
                new ArrayList<>(code.found("\\.(?:counter|faults|total|gauge|rate)\\(\\s*\"([a-z_]+)\""));
        counters.addAll(code.found("(?m)^ +[A-Z_]+\\(\"([a-z_]+)\", \""));
        assertTrue(
                counters.containsAll(List.of("ticks", "stream_behind", "stored", "unknown_tokens")),
                counters::toString);

        assertEquals(
                new TreeSet<>(counters),
                new TreeSet<>(operating().section("Counters").firstColumns()));
    }

    @Test
    void showsEveryTableOfTheDatabase() throws IOException {
        Document receiver = new Document("sources", sources("receiver").lines().toList());
        Set<String> tables = new TreeSet<>(receiver.found("CREATE (?:TABLE|VIEW) (?:IF NOT EXISTS )?([a-z_0-9]+)"));
        assertTrue(tables.contains("ticks"), tables::toString);
        // A view of the queries, which is no part of the file.
        assertTrue(tables.remove("liquidity"), tables::toString);

        assertEquals(
                tables,
                readme().section("Data").firstColumns().stream()
                        .filter(name -> name.matches("[a-z_0-9]+"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void troubleshootsMessagesThatExist() throws IOException {
        String sources = Stream.of("common", "connector", "receiver")
                .map(ReadmeTest::sources)
                .collect(Collectors.joining())
                .replaceAll("\"\\s*\\+\\s*\"", "");
        List<String> messages =
                new ArrayList<>(readme().section("Troubleshooting").found("(?m)^\\| `([^`]+)`"));
        messages.addAll(operating().section("Rarer messages").found("(?m)^\\| `([^`]+)`"));
        assertTrue(messages.size() > 12, messages::toString);
        List<String> unknown = messages.stream()
                .filter(message -> !Arrays.stream(message.split("…"))
                        .allMatch(part -> sources.contains(part.replaceAll("^[:;, ()]+|[: ()]+$", ""))))
                .toList();
        assertEquals(List.of(), unknown);
    }

    private static String sources(String module) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file)).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hasTheCronLinesThatAreShippedAndTheyNeedNoTimeZone() throws IOException {
        List<String> shipped = Files.readAllLines(ROOT.resolve("scripts/liquidity.cron"));
        List<String> active = shipped.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertEquals(4, active.size());
        assertTrue(
                active.subList(0, 2).stream().allMatch(line -> line.startsWith("@reboot  /opt/liquidity/keep.sh ")),
                active::toString);
        assertTrue(
                active.subList(2, 4).stream()
                        .allMatch(line -> line.matches("\\S+ \\*(/6)? \\* \\* \\*  nice -n 19 ionice -c 3"
                                + " /opt/liquidity/bin/receiver archive --.*")),
                active::toString);
        assertEquals(active, readme().code("cron"));
        assertTrue(shipped.stream().anyMatch(line -> line.startsWith("#45 8 * * 1-5  cd /opt/liquidity && ")));
    }

    @Test
    void hasTheCommandsThatTheDemoRuns() throws IOException {
        String demo = Files.readString(ROOT.resolve("scripts/demo.sh"));
        List<String> sections = new Document("demo.sh", demo.lines().toList()).found("run_readme \"([^\"]+)\"");
        assertEquals(List.of("Memory and logging", "Checking Redis and SQLite"), sections);
        assertTrue(readme().section("Checking Redis and SQLite").code("bash").size() > 20);
        assertTrue(readme().lines().contains("### Memory and logging"));
    }
}
