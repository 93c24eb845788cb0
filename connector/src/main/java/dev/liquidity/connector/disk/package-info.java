/** Files that no other user may read. No threads. */
package dev.liquidity.connector.disk;
