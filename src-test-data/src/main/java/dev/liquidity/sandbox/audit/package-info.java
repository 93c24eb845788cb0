/** Holds a store against the ledger: ticks sent are rows stored, once, in order, with the same values. */
package dev.liquidity.sandbox.audit;
