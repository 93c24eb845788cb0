/**
 * A look at a Redis and at a SQLite file where redis-cli and sqlite3 are not installed: two commands that print as those do. No threads.
 */
package dev.liquidity.sandbox.look;
