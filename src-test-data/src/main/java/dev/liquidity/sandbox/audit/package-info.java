/** Compares a store with the ledger: every tick sent is a row, once, in order, with the same values. */
package dev.liquidity.sandbox.audit;
