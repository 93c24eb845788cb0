/** The switches of what can go wrong. */
package dev.liquidity.sandbox.fault;
