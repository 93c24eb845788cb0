/**
 * Ticks without an exchange, a stream filled with them, and the ceilings: what Redis and SQLite take from a client that does nothing else.
 */
package dev.liquidity.bench.load;
