/**
 * The benchmark of issue 4: {@code scripts/bench.sh} runs {@code Bench run}, which runs sections one after the other and prints what they
 * measured. The processes under test are run from their own jars.
 */
package dev.liquidity.bench;
