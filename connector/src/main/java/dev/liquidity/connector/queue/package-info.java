/**
 * The bounded queue in memory between the sockets and the journal. It has no thread: okhttp's readers add to it, the
 * journal thread takes from it.
 */
package dev.liquidity.connector.queue;
