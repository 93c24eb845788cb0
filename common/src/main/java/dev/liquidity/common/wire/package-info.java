/**
 * The ticker's bytes: the layout of frames and packets, and the decoder that makes ticks of them (the stage
 * <em>decode</em>). It runs behind the journal: a frame is journaled as it came.
 */
package dev.liquidity.common.wire;
