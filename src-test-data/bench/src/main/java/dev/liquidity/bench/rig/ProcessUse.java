package dev.liquidity.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process's use of processor and memory, from {@code /proc}.
 *
 * @param pid its number
 */
public record ProcessUse(long pid) {
    /** {@code USER_HZ}: 100 on every Linux that Java runs on. */
    private static final double MICROS_A_TICK = 10_000;

    private static final int USER_TIME = 11;

    /** Processor time of all its threads, user and system, in microseconds; its steps are of 10 ms. */
    public double cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name in parentheses can contain blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) * MICROS_A_TICK;
    }

    /** Resident memory in megabytes (2^20 bytes). */
    public double rssMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("process " + pid + " has ended");
    }
}
