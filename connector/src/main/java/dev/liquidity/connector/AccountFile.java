package dev.liquidity.connector;

import dev.liquidity.common.config.Credential;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Asks for the account's values and writes them to a new file that only its owner can read. In a terminal, secrets are
 * typed without echo and a wrong value is asked for again; elsewhere each line of stdin is a value, and a wrong one
 * ends it. Not thread-safe: used by the main thread only.
 */
final class AccountFile {
    private final Console console = System.console();
    private final BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final Path file;

    AccountFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * Writes the file, once all values are known.
     *
     * @throws UserException with {@code USAGE} if it exists or can't be written, or a line of stdin is wrong or missing
     */
    void create() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserException(ExitCode.USAGE, file + " exists already; edit it, or move it away first");
        }
        if (console != null) {
            console.printf("The account's five values, for %s. Secrets are not shown while you type them.%n", file);
        }
        StringBuilder yaml = new StringBuilder("# The account. This file wins over config.yaml: never publish it.\n");
        yaml.append("zerodha:\n");
        for (Credential credential : Credential.values()) {
            String value = ask(credential).replace("'", "''");
            yaml.append("  " + credential.key() + ": '" + value + "'\n");
        }
        write(yaml.toString());
        System.out.println("Wrote " + file + ", which only you can read and which wins over config.yaml.");
        System.out.println("Next, see what would be recorded: java -jar connector.jar --symbol NIFTY --dry-run");
    }

    private String ask(Credential credential) {
        while (true) {
            String value = line(credential);
            if (value == null) {
                throw new UserException(
                        ExitCode.USAGE,
                        "the input ended before " + credential.key() + ", so nothing was written; --init takes a line"
                                + " for each of "
                                + Arrays.stream(Credential.values())
                                        .map(Credential::key)
                                        .collect(Collectors.joining(", ")));
            }
            String fault = credential.fault(value);
            if (fault == null) {
                return value;
            }
            if (console == null) {
                throw new UserException(
                        ExitCode.USAGE, credential.key() + ": " + fault + "; nothing was written, start again");
            }
            console.printf("  %s %s%n", credential.key(), fault);
        }
    }

    private String line(Credential credential) {
        if (console == null) {
            try {
                return lines.readLine();
            } catch (IOException e) {
                throw new UserException(ExitCode.USAGE, "stdin can't be read (" + e.getMessage() + ")", e);
            }
        }
        if (!credential.isSecret()) {
            return console.readLine("%s: ", credential.meaning());
        }
        char[] typed = console.readPassword("%s: ", credential.meaning());
        return typed == null ? null : new String(typed);
    }

    private void write(String yaml) {
        try {
            OwnerOnly.replace(file, yaml);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.USAGE,
                    "can't write " + file + " (" + e.getClass().getSimpleName()
                            + "); allow this user to write there, or name a --config elsewhere",
                    e);
        }
    }
}
