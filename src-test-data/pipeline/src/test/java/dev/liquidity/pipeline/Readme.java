package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The README, by section. */
record Readme(List<String> lines) {
    /** The repository's. */
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    static Readme read() throws IOException {
        return new Readme(Files.readAllLines(ROOT.resolve("README.md")));
    }

    /** The lines under a heading, up to the next one of its rank. */
    Readme section(String title) {
        int start = lines.indexOf("## " + title);
        if (start < 0) {
            throw new AssertionError("README.md has no section " + title);
        }
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).startsWith("## ")) {
            end++;
        }
        return new Readme(lines.subList(start + 1, end));
    }

    /** The lines within fences of a language; empty for all. */
    List<String> code(String language) {
        List<String> code = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                inside = !inside && (language.isEmpty() || line.equals("```" + language));
            } else if (inside) {
                code.add(line);
            }
        }
        return code;
    }

    /** What a group of the pattern matches, anywhere. */
    List<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(String.join("\n", lines))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
