/** What {@code scripts/demo.sh} shows: the ticks as they flow, and an option chain out of the store. */
package dev.liquidity.sandbox.demo;
