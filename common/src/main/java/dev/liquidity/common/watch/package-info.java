/**
 * Warns of what would hurt later. The thread {@code watches} looks at each {@link dev.liquidity.common.watch.Watch} and
 * writes the log; it stops with its program.
 */
package dev.liquidity.common.watch;
