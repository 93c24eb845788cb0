package dev.liquidity.bench.section;

import java.util.Map;

/**
 * The outcome of one rate.
 *
 * @param holds whether everything kept up
 * @param ticksPerSecond that came through
 * @param cpuMicros of each process, a tick
 * @param worstLagMillis the largest lag at the end of a tick's way
 * @param why in words
 */
record Sample(boolean holds, double ticksPerSecond, Map<String, Double> cpuMicros, long worstLagMillis, String why) {}
