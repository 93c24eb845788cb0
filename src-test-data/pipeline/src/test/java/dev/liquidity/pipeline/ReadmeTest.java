package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what is there. Its checks of Redis and SQLite are run by {@code scripts/demo.sh}, as they stand in it. */
class ReadmeTest {
    private static final Path ROOT = Readme.ROOT;

    @Test
    void namesEveryKeyOfTheConfigurationAndNoOther() throws IOException {
        Set<String> inFile = new TreeSet<>();
        List<String> parents = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("config.yaml"))) {
            Matcher key =
                    Pattern.compile("( *)([a-z_]+):(\\s+[^#\\s].*)?(\\s*#.*)?").matcher(line);
            if (key.matches()) {
                int depth = key.group(1).length() / 2;
                parents.subList(depth, parents.size()).clear();
                parents.add(key.group(2));
                if (key.group(3) != null) {
                    inFile.add(String.join(".", parents));
                }
            }
        }
        assertTrue(inFile.contains("instruments.expiry_filter.weekly_expiries"), inFile::toString);

        assertEquals(inFile, new TreeSet<>(Readme.read().section("Config").found("(?m)^\\| `([a-z_.]+)` ")));
    }

    @Test
    void namesEveryVariableOfTheEnvironment() throws IOException {
        String yaml = Files.readString(ROOT.resolve("config.yaml"));
        Set<String> inFile =
                new TreeSet<>(new Readme(yaml.lines().toList()).found("or ((?:ZERODHA|REDIS|TELEGRAM)_[A-Z_]+)"));

        assertEquals(
                inFile, new TreeSet<>(Readme.read().section("Config").found("`((?:ZERODHA|REDIS|TELEGRAM)_[A-Z_]+)`")));
    }

    @Test
    void usesFlagsThatTheProgramsHave() throws IOException, InterruptedException {
        for (String program : List.of("connector", "receiver")) {
            String help = help(program);
            List<String> used = Readme.read().code("").stream()
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

    private static String help(String program) throws IOException, InterruptedException {
        String main = "dev.liquidity." + program + "." + program.substring(0, 1).toUpperCase() + program.substring(1);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main,
                        "--help")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void showsFilesThatExist() throws IOException {
        List<String> layout = Readme.read().section("Project layout").code("");
        List<String> parents = new ArrayList<>();
        int files = 0;
        for (String line : layout) {
            Matcher entry = Pattern.compile("( *)(\\S+)(  +.*)?").matcher(line);
            assertTrue(entry.matches(), line);
            int depth = entry.group(1).length() / 2;
            parents.subList(depth, parents.size()).clear();
            parents.add(entry.group(2));
            Path file = ROOT.resolve(String.join("", parents));
            boolean isBuilt = line.contains("built");
            assertTrue(isBuilt || Files.exists(file) || packageOf(file), line + ": " + file);
            files++;
        }
        assertTrue(files > 20, layout::toString);
    }

    /** {@code connector/journal/} stands for the package. */
    private static boolean packageOf(Path shown) {
        Path relative = ROOT.relativize(shown);
        String module = relative.getName(0).toString();
        Path place = module.equals("src-test-data")
                ? Path.of("dev", "liquidity").resolve(relative.subpath(1, relative.getNameCount()))
                : Path.of("dev", "liquidity").resolve(relative);
        return Files.isDirectory(ROOT.resolve(module).resolve("src/main/java").resolve(place));
    }

    @Test
    void followsATickThroughClassesThatExist() throws IOException {
        Set<String> named = new TreeSet<>(Readme.read().section("Follow a tick").found("`([A-Z][a-z]+[A-Za-z]*)`"));
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
        String sources =
                Stream.of("connector", "receiver").map(ReadmeTest::sources).collect(Collectors.joining());
        List<String> counters = new ArrayList<>(
                new Readme(sources.lines().toList()).found("\\.(?:counter|faults|gauge|rate)\\(\\s*\"([a-z_]+)\""));
        counters.addAll(new Readme(sources.lines().toList()).found("(?m)^ +[A-Z_]+\\(\"([a-z_]+)\", \""));
        assertTrue(
                counters.containsAll(List.of("ticks", "stream_behind", "stored", "unknown_tokens")),
                counters::toString);

        assertEquals(
                new TreeSet<>(counters),
                new TreeSet<>(Readme.read().section("What right looks like").found("(?m)^\\| `([a-z_]+)` ")));
    }

    @Test
    void troubleshootsMessagesThatExist() throws IOException {
        String sources = Stream.of("common", "connector", "receiver")
                .map(ReadmeTest::sources)
                .collect(Collectors.joining())
                .replaceAll("\"\\s*\\+\\s*\"", "");
        List<String> messages = Readme.read().section("Troubleshooting").found("(?m)^\\| `([^`]+)`");
        assertTrue(messages.size() > 15, messages::toString);
        for (String message : messages) {
            for (String part : message.split("…")) {
                assertTrue(sources.contains(part.replaceAll("^[:;, ()]+|[: ()]+$", "")), part + " of " + message);
            }
        }
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
    void hasTheCronLineThatIsShipped() throws IOException {
        List<String> shipped = Files.readAllLines(ROOT.resolve("scripts/connector.cron")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertEquals(2, shipped.size());
        assertTrue(shipped.get(1).startsWith("45 8 * * 1-5 "), shipped::toString);
        assertTrue(Readme.read().code("").containsAll(shipped), shipped::toString);
    }
}
