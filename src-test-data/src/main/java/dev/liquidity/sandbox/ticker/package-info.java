/** The ticker: WebSockets on loopback, a reader and a writer thread each, that carry the feeds' packets to clients. */
package dev.liquidity.sandbox.ticker;
