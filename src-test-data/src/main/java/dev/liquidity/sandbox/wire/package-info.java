/** The sandbox's own table of the ticker's packets: the second witness of the wire format. */
package dev.liquidity.sandbox.wire;
