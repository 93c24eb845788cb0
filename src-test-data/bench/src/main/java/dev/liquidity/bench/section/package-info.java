/**
 * The sections: what is started, at which rate, for how long, and which figures result. {@code bench-group} is the only
 * thread beside the benchmark's own: it makes the stream count as stored while a connector is measured alone, and stops
 * when closed.
 */
package dev.liquidity.bench.section;
