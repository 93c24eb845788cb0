/** As much of HTTP/1.1 as the pages and the ticker's handshake need. */
package dev.liquidity.sandbox.http;
