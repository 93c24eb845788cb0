package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The systemd units: what they start again, and that they are confined alike. */
class ServiceFilesTest {
    private static final List<String> ARCHIVE = List.of("liquidity-archive", "liquidity-archive-running");
    private static final List<String> SERVICES =
            List.of("connector", "receiver", "liquidity-status", ARCHIVE.get(0), ARCHIVE.get(1));

    private static List<String> lines(String service) throws IOException {
        return Files.readAllLines(Document.ROOT.resolve("scripts/systemd/" + service + ".service"));
    }

    private static String value(String service, String key) throws IOException {
        return lines(service).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .collect(Collectors.joining("|"));
    }

    @Test
    void startsAgainWhatTheDocumentsSay() throws IOException {
        Set<String> never = new TreeSet<>(Document.read(Document.OPERATING)
                .section("Exit codes")
                .found("(?m)^\\| ([1-9]) \\|.*\\| no\\b[^|]*\\|$"));
        assertEquals(Set.of("2", "3", "5"), never);
        assertEquals(String.join(" ", never), value("connector", "RestartPreventExitStatus"));
        assertEquals("2", value("receiver", "RestartPreventExitStatus"), "it ends with neither 3 nor 5");
        String keep = Files.readString(Document.ROOT.resolve("scripts/keep.sh"));
        assertTrue(keep.contains("no[" + String.join("", never) + "])"), keep);
        for (String service : List.of("connector", "receiver")) {
            assertEquals("on-failure", value(service, "Restart"));
            assertEquals("143", value(service, "SuccessExitStatus"));
            assertTrue(value(service, "After").contains("time-sync.target"));
            assertTrue(value(service, "Wants").contains("time-sync.target"));
        }
    }

    @Test
    void confinesTheServicesAlikeAndLeavesJavaWhatItNeeds() throws IOException {
        Set<String> first = confinement("connector");
        assertTrue(first.size() > 24, first::toString);
        assertTrue(first.contains("UMask=0027"), first::toString);
        for (String service : SERVICES) {
            assertEquals(first, confinement(service), service);
            assertEquals("", value(service, "MemoryDenyWriteExecute"), service);
        }
    }

    @Test
    void archivesBesideTheRecorderInTheTimeOfIndia() throws IOException {
        for (String service : ARCHIVE) {
            assertEquals("19", value(service, "Nice"), service);
            assertEquals("idle", value(service, "IOSchedulingClass"), service);
            assertEquals("640M", value(service, "MemoryMax"), service);
            assertTrue(
                    value(service, "ExecStart").contains(" -Xmx64m -XX:+UseSerialGC -jar receiver.jar archive"),
                    service);
            Path timer = Document.ROOT.resolve("scripts/systemd/" + service + ".timer");
            assertTrue(Files.readString(timer).matches("(?s).*\nOnCalendar=\\S.* Asia/Kolkata\n.*"), service);
        }
        assertTrue(value(ARCHIVE.get(1), "ExecStart").endsWith(" archive --running"));
    }

    private static Set<String> confinement(String service) throws IOException {
        List<String> lines = lines(service);
        return lines.subList(lines.indexOf("UMask=0027"), lines.size()).stream()
                .takeWhile(line -> !line.startsWith("["))
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
