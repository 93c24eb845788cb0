/**
 * Stand-ins for redis-cli and sqlite3 where they are not installed: two commands that print what those print. No
 * threads.
 */
package dev.liquidity.sandbox.look;
