package dev.liquidity.bench.section;

import java.util.Map;

/**
 * What was seen at one rate.
 *
 * @param holds whether everything kept up
 * @param ticksPerSecond that came through
 * @param cpuMicros of each process, a tick
 * @param worstLagMillis how far behind the end of the way was at most
 * @param why in words
 */
record Sample(boolean holds, double ticksPerSecond, Map<String, Double> cpuMicros, long worstLagMillis, String why) {}
