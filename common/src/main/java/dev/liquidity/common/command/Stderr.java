package dev.liquidity.common.command;

/** Says on stderr why the process ends, which it does also if nobody reads that. Thread-safe. */
final class Stderr {
    private static final long PATIENCE_MILLIS = 1000;

    private Stderr() {}

    /** Prints a line, and waits for that no longer than a second. */
    static void println(String line) {
        Thread printing = new Thread(() -> System.err.println(line), "stderr");
        printing.setDaemon(true);
        boolean isInterrupted = Thread.interrupted();
        printing.start();
        try {
            printing.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
