package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.liquidity.sandbox.web.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for secrets in everything that a run left below its directory: outputs, logs, journal, database. */
final class Leaks {
    /** The sandbox's tokens of web session, redirect and API. */
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");

    private Leaks() {}

    /** Fails when a file below a directory holds one of these, or any token. */
    static void assertNone(Path directory, Credentials credentials, String... more) throws IOException {
        List<String> secrets = new ArrayList<>(List.of(more));
        secrets.addAll(List.of(credentials.apiSecret(), credentials.password(), credentials.totpSecret()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Leaks::mayHoldNone).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertFalse(text.contains(secret), () -> file + " holds the secret " + secret);
                }
                Matcher token = TOKEN.matcher(text);
                assertFalse(token.find(), () -> file + " holds a token: " + token.group());
            }
        }
    }

    /** All but the configuration and the session, which are there to hold secrets. */
    private static boolean mayHoldNone(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.endsWith(".yaml") && !name.equals("session.json");
    }
}
