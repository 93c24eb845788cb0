package dev.liquidity.common.watch;

/** Something that would hurt later, such as a disk that fills up. Used by the watches thread only. */
@FunctionalInterface
public interface Watch {
    /** @return null if all is well */
    Concern look() throws Exception;

    /**
     * What is amiss.
     *
     * @param severity 1 or more; a higher one is worse, and people are told at once
     * @param text what is amiss and what to do
     */
    record Concern(int severity, String text) {
        /** @param factor how far a value is beyond its limit: the severity is one more for each factor of four */
        public static Concern of(double factor, String text) {
            return new Concern(1 + (int) Math.max(0, Math.log(factor) / Math.log(4)), text);
        }
    }
}
