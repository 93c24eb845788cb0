/**
 * Instruments and their prices: a synthetic or given dump, spots that walk, and a feed of packets for each instrument.
 */
package dev.liquidity.sandbox.market;
