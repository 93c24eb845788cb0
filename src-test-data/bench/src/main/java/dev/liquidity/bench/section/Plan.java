package dev.liquidity.bench.section;

import java.util.List;

/**
 * How long and how much.
 *
 * @param quick a short run, to see that all works: its figures are rough
 * @param serviceFlags whether connector and receiver run with the flags of their service files, and not on a plain JVM
 * @param instruments subscribed in all sections but the growth
 * @param pipelineRate ticks a second at which the whole pipeline is audited
 * @param growthInstruments to compare
 * @param storeMillions sizes of the database to compare, in millions of ticks, ascending
 */
public record Plan(
        boolean quick,
        boolean serviceFlags,
        int instruments,
        double pipelineRate,
        List<Integer> growthInstruments,
        List<Integer> storeMillions) {

    int pick(int whenFull, int whenQuick) {
        return quick ? whenQuick : whenFull;
    }
}
