package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.liquidity.sandbox.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for secrets where none may be: in the outputs and logs of a run, below its directory. */
final class Leaks {
    /** Every token that the sandbox gives: of the web session, of the redirect, of the API. */
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");

    private Leaks() {}

    /** Fails when an output or log below a directory holds one of these, or any token. */
    static void assertNone(Path directory, Credentials credentials, String... more) throws IOException {
        List<String> secrets = new ArrayList<>(List.of(more));
        secrets.addAll(List.of(credentials.apiSecret(), credentials.password(), credentials.totpSecret()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Leaks::isOutput).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                for (String secret : secrets) {
                    assertFalse(text.contains(secret), () -> file + " holds the secret " + secret);
                }
                Matcher token = TOKEN.matcher(text);
                assertFalse(token.find(), () -> file + " holds a token: " + token.group());
            }
        }
    }

    private static boolean isOutput(Path file) {
        return file.getFileName().toString().matches(".*\\.(out|err|log|log\\.\\d+)");
    }
}
