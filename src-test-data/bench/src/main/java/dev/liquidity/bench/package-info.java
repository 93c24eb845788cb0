/**
 * The benchmark: {@code scripts/bench.sh} runs {@code Bench run}, which runs one section after the other and prints the
 * figures. The processes under test run from their own jars.
 */
package dev.liquidity.bench;
