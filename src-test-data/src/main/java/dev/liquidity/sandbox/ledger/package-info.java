/** The record of every packet sent, and its reader. */
package dev.liquidity.sandbox.ledger;
