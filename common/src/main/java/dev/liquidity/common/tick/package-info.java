/**
 * One observation of one instrument, immutable and in scaled integers: what each stage of a tick's way passes to the
 * next.
 */
package dev.liquidity.common.tick;
