/** What the exchange's bytes mean: the layout of a packet in one table, and the decoder from frames to ticks. No thread of its own. */
package dev.liquidity.connector.wire;
