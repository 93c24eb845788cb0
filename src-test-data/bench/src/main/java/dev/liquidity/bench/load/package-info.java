/**
 * Ticks without an exchange, a stream filled with them, and the ceilings: the rates of Redis and SQLite with a client
 * that does nothing else.
 */
package dev.liquidity.bench.load;
