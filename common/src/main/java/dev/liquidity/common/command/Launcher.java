package dev.liquidity.common.command;

import dev.liquidity.common.config.Configuration;
import dev.liquidity.common.config.Nearest;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.notify.Messengers;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Takes a program from its command line to its exit code: flags, settings, logging, the run itself, signals and
 * failures. A failure that the user can correct is one line on stderr; any other is a stack trace in the log. Not
 * thread-safe: used by the main thread only.
 */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final Program main;
    private final Program program;
    private final CommonOptions options = new CommonOptions();

    /** {@code receiver}, or {@code receiver import}. */
    private final String title;

    private Launcher(Program main, Program program) {
        this.main = main;
        this.program = program;
        title = program == main ? main.name() : main.name() + " " + program.name();
    }

    /**
     * Runs a program, or the one of its {@link Program#commands} that the first argument names.
     *
     * @param program annotated, as its commands are, with picocli's {@code @Command} and {@code @Option}; the flags of
     *     {@link CommonOptions} are added to its own. Its {@link Program#name} says which part of the settings it
     *     needs.
     * @return the exit code that the caller passes to {@code System.exit}. When a signal ends the process, it does so
     *     with this exit code without waiting for the caller.
     */
    public static int launch(Program program, String[] args) {
        for (Program command : program.commands()) {
            if (args.length > 0 && args[0].equals(command.name())) {
                return new Launcher(program, command)
                        .launch(Arrays.copyOfRange(args, 1, args.length))
                        .code();
            }
        }
        return new Launcher(program, program).launch(args).code();
    }

    private ExitCode launch(String[] args) {
        try {
            boolean isDone = !parse(args) || program.runWithoutSettings(options.config());
            return isDone ? ExitCode.DONE : start();
        } catch (UserException e) {
            complain(e.getMessage());
            return e.exitCode();
        }
    }

    /** Parses the flags; returns false if only help or the like was asked for, which it prints. */
    private boolean parse(String[] args) {
        CommandLine line = new CommandLine(program).addMixin("common", options);
        line.setCommandName(title);
        line.setExpandAtFiles(false);
        line.getCommandSpec().version(title + " " + version()).usageMessage().sortOptions(false);
        program.commands()
                .forEach(command -> line.addSubcommand(
                        command.name(), new CommandLine(command).addMixin("common", new CommonOptions())));
        line.setAbbreviatedOptionsAllowed(true);
        line.getCommandSpec().parser().collectErrors(true);
        ParseResult parsed = line.parseArgs(args);
        if (parsed.hasSubcommand()) {
            throw usage("the command must be the first argument");
        }
        if (!parsed.errors().isEmpty()) {
            throw usage(worst(parsed.errors()));
        }
        PrintWriter out = new PrintWriter(System.out, true);
        if (line.isUsageHelpRequested()) {
            line.usage(out);
        } else if (line.isVersionHelpRequested()) {
            line.printVersionHelp(out, CommandLine.Help.Ansi.OFF);
        } else if (options.isCompletionRequested()) {
            out.println(AutoComplete.bash(title, line));
        } else {
            String fault = options.fault() == null && !options.isTest() ? program.fault() : options.fault();
            if (fault != null) {
                throw usage(fault);
            }
            return true;
        }
        return false;
    }

    private ExitCode start() {
        if (options.isTest()) {
            return testMessages();
        }
        Role role = Role.valueOf(main.name().toUpperCase(Locale.ROOT));
        Configuration configuration = SettingsReader.read(
                options.config(), options.isConfigGiven(), System.getenv(), program.overrides(), role);
        StopSignal stop = new StopSignal();
        try (StopHook hook = StopHook.install(title, stop)) {
            return logged(configuration, stop, hook);
        }
    }

    /** Needs no account, and leaves the log to a program that may be running. */
    private ExitCode testMessages() {
        Settings settings = SettingsReader.read(
                        options.config(), options.isConfigGiven(), System.getenv(), Map.of(), Role.RECEIVER)
                .settings();
        Masks masks = Masks.of(settings);
        try {
            Messengers.test(settings, main.name(), line -> System.out.println(masks.mask(line)));
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            return ExitCode.UNEXPECTED;
        }
    }

    private ExitCode logged(Configuration configuration, StopSignal stop, StopHook hook) {
        Settings settings = configuration.settings();
        String level = options.levelOr(program.isLogged() ? settings.logging().level() : "OFF");
        String file = program.isLogged() ? title.replace(' ', '-') : null;
        try (Logs logs =
                file == null ? Logs.onStderr(settings, level) : Logs.open(settings, file, level, program.isAlone())) {
            Thread.setDefaultUncaughtExceptionHandler(new LastResort(stop));
            if (program == main) {
                logs.tellPeople(settings, title, program.clock());
            }
            LOG.info(
                    "Starting {} {}, process {}",
                    title,
                    version(),
                    ProcessHandle.current().pid());
            configuration.notes().forEach(LOG::info);
            configuration.warnings().forEach(LOG::warn);
            ExitCode code = hook.decide(run(settings, stop, logs));
            LOG.info("Ending with exit code {} ({})", code.code(), code);
            return code;
        }
    }

    private ExitCode run(Settings settings, StopSignal stop, Logs logs) {
        try {
            ExitCode code = program.run(settings, stop);
            stop.await(0); // throws a thread's failure that the program has missed
            return code;
        } catch (UserException e) {
            if (e.exitCode() == ExitCode.UNEXPECTED) {
                LOG.error(e.getMessage(), e);
            } else {
                LOG.error(e.getMessage());
                LOG.debug("Caused by", e);
            }
            complain(logs.masked(e.getMessage()));
            return e.exitCode();
        } catch (Throwable e) {
            LOG.error("Unexpected failure", e);
            String where =
                    program.isLogged() ? "the stack trace is at the end of " + logs.file() : "--debug tells more";
            complain("unexpected " + e.getClass().getSimpleName() + "; " + where);
            return ExitCode.UNEXPECTED;
        }
    }

    private String version() {
        String version = program.getClass().getPackage().getImplementationVersion();
        return version == null ? "(not built as a jar)" : version;
    }

    private UserException usage(String message) {
        return new UserException(ExitCode.USAGE, message.replaceAll("\\s+", " ") + "; --help lists the flags");
    }

    /** The first fault; but for a missing flag, an unknown one, which may be the missing one misspelled. */
    private static String worst(List<Exception> faults) {
        Exception first = faults.get(0);
        for (Exception fault : faults) {
            if (fault instanceof UnmatchedArgumentException e
                    && (fault == first || first instanceof MissingParameterException)) {
                return unknown(e);
            }
        }
        return first.getMessage().replaceFirst("^Error: ", "");
    }

    private static String unknown(UnmatchedArgumentException e) {
        String given = e.getUnmatched().get(0).replaceFirst("=.*", "");
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        Set<String> names = e.isUnknownOption()
                ? spec.optionsMap().keySet()
                : spec.subcommands().keySet();
        String near = given.length() < 3 ? null : Nearest.to(given, names);
        return (e.isUnknownOption() ? "Unknown option: '" + given + "'" : e.getMessage())
                + (near == null ? "" : "; did you mean " + near + "?");
    }

    private void complain(String message) {
        Stderr.println(title + ": " + message);
    }
}
