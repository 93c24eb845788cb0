/** One observation of one instrument, immutable and in scaled integers: what every stage of its way passes on. */
package dev.liquidity.common.tick;
