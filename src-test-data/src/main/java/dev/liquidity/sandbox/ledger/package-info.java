/** The record of every packet that was sent, and its reader. */
package dev.liquidity.sandbox.ledger;
