/**
 * The sections: what is started, at which rate, for how long, and which figures come of it. {@code bench-group} is the one thread beside
 * that of the benchmark: it has the stream count as stored while a connector is measured alone, and stops when closed.
 */
package dev.liquidity.bench.section;
