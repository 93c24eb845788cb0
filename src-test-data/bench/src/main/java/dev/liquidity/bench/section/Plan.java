package dev.liquidity.bench.section;

import java.nio.file.Path;
import java.util.List;

/**
 * The extent of a run.
 *
 * @param quick a short run with rough figures, to see that everything works
 * @param serviceFlags whether connector and receiver run with the flags of their service files, and not on a plain JVM
 * @param instruments subscribed in all sections but the growth
 * @param even whether each instrument ticks as often as any other in a full stream, and not by its liquidity
 * @param against the root of another build to compare with; null for none
 * @param pipelineRate ticks a second at which the whole pipeline is audited
 * @param memoryTicks after which memory is looked at
 * @param growthInstruments to compare
 * @param storeMillions sizes of the database to compare, in millions of ticks, ascending
 */
public record Plan(
        boolean quick,
        boolean serviceFlags,
        int instruments,
        boolean even,
        Path against,
        double pipelineRate,
        long memoryTicks,
        List<Integer> growthInstruments,
        List<Integer> storeMillions) {
    private static final long MEMORY_TICKS_OF_GROWTH = 2_000_000;

    /** All of it for another number of instruments; memory is looked at earlier, since it has been seen to be flat. */
    Plan of(int otherInstruments) {
        return new Plan(
                quick,
                serviceFlags,
                otherInstruments,
                even,
                against,
                pipelineRate,
                Math.min(memoryTicks, MEMORY_TICKS_OF_GROWTH),
                growthInstruments,
                storeMillions);
    }

    int pick(int whenFull, int whenQuick) {
        return quick ? whenQuick : whenFull;
    }
}
