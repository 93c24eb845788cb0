package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The top of the repository has what the README shows, and nothing else. */
class TopLevelTest {
    private static final Set<String> ALLOWED = Set.of(
            "pom.xml", "config.yaml", "README.md", "common", "connector", "receiver", "src-test-data", "scripts");

    @Test
    void holdsTheDesignsEntriesAndDotFilesOnly() throws IOException, InterruptedException {
        Set<String> found = new TreeSet<>();
        for (String file : tracked()) {
            String top = file.split("/", 2)[0];
            if (!top.startsWith(".")) {
                found.add(top);
            }
        }
        assertEquals(new TreeSet<>(ALLOWED), found);
    }

    private static Set<String> tracked() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(Document.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        git.waitFor(10, TimeUnit.SECONDS);
        assertEquals(0, git.exitValue(), "git ls-files; the tests run in a clone");
        return Set.of(output.split("\0"));
    }
}
