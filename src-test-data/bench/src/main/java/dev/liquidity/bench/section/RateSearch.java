package dev.liquidity.bench.section;

import java.io.IOException;

/** Finds the highest rate that holds: up by steps until one does not, then halfway between. */
final class RateSearch {
    private static final double STEP = 1.4;
    private static final double LOWEST = 500;
    private static final double HIGHEST = 3_000_000;

    private RateSearch() {}

    /**
     * @param start the first rate tried
     * @param refinements how often the gap between what holds and what does not is halved
     * @return the rate that was asked for when it held last; 0 when none did
     */
    static double highest(FlowTrial trial, double start, int refinements) throws IOException, InterruptedException {
        double rate = start;
        double good = 0;
        double bad = 0;
        while (rate >= LOWEST && rate <= HIGHEST && (good == 0 || bad == 0)) {
            if (trial.at(rate).holds()) {
                good = rate;
                rate *= STEP;
            } else {
                bad = rate;
                rate /= STEP;
            }
        }
        for (int i = 0; i < refinements && good > 0 && bad > 0; i++) {
            double middle = (good + bad) / 2;
            if (trial.at(middle).holds()) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
