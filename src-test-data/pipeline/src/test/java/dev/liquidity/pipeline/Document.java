package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A Markdown document, or a part of one.
 *
 * @param file from the repository's top
 */
record Document(String file, List<String> lines) {
    /** The repository's top, from wherever within it Java was started: a module's directory, or the top. */
    static final Path ROOT = top(Path.of("").toAbsolutePath());

    static final String README = "README.md";
    static final String CONTRIBUTING = ".github/CONTRIBUTING.md";
    static final String OPERATING = "scripts/OPERATING.md";
    static final String BENCH = "src-test-data/bench/README.md";
    static final String PIPELINE = "src-test-data/pipeline/README.md";
    static final String CLUSTER = "scripts/cluster.md";

    static final List<String> ALL = List.of(README, OPERATING, CLUSTER, CONTRIBUTING, BENCH, PIPELINE);

    private static Path top(Path directory) {
        return Files.exists(directory.resolve(PIPELINE)) ? directory : top(directory.getParent());
    }

    static Document read(String file) throws IOException {
        return new Document(file, Files.readAllLines(ROOT.resolve(file)));
    }

    static List<Document> all() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String file : ALL) {
            documents.add(read(file));
        }
        return documents;
    }

    /** The lines under a heading of the second rank, up to the next one. */
    Document section(String title) {
        int start = lines.indexOf("## " + title);
        if (start < 0) {
            throw new AssertionError(file + " has no section " + title);
        }
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).startsWith("## ")) {
            end++;
        }
        return new Document(file, lines.subList(start + 1, end));
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

    /** What the first group of a pattern matches, anywhere. */
    List<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(String.join("\n", lines))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** What stands in backquotes in the first column of the tables. */
    List<String> firstColumns() {
        return lines.stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.indexOf(" | ")))
                .flatMap(column -> Pattern.compile("`([^`]+)`").matcher(column).results())
                .map(match -> match.group(1))
                .toList();
    }
}
