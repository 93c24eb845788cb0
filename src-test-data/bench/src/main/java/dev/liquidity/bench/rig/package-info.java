/**
 * The processes under test in directories of their own, what they use, and questions to Redis, to the exchange and to the database. All of
 * it is used by the thread that runs the section, but {@link dev.liquidity.bench.rig.Children}, which the shutdown hook closes.
 */
package dev.liquidity.bench.rig;
