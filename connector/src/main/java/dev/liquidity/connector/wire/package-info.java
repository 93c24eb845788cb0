/**
 * The ticker's bytes: the layout of frames and packets, and the decoder that makes ticks of them (the stage
 * <em>decode</em>). It runs on the publisher's thread, behind the journal: a frame is journaled as it came. Before
 * that, {@code TradeWatch} looks at frames on the sockets' threads, at the end of a session only.
 */
package dev.liquidity.connector.wire;
