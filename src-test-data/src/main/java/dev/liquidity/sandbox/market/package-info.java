/** Instruments and their prices: a made-up or given dump, spots that walk, and a feed of packets for each instrument. */
package dev.liquidity.sandbox.market;
