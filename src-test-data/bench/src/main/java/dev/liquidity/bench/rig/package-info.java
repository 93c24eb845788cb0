/**
 * The processes under test, their resource use, and clients of Redis, exchange and database. Used by the thread that
 * runs the section, except {@link dev.liquidity.bench.rig.Children}, which the shutdown hook closes.
 */
package dev.liquidity.bench.rig;
