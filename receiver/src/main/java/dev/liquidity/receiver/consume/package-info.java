/**
 * Entries from the streams, and their acknowledgement: the two ends of the receiver. What is read between them goes
 * through the views and the store, which know nothing of this package.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>reader</td><td>the streams of ticks and of feed gaps</td><td>the queue of batches as they were
 * read</td><td>when a stop is requested, within its blocking read of half a second</td></tr>
 * <tr><td>acknowledger</td><td>the queue of batches that are committed</td><td>XACK</td><td>when told to drain, after
 * its last batch</td></tr>
 * <tr><td>heartbeat</td><td>nothing</td><td>this consumer's key of life</td><td>when it is closed</td></tr>
 * <tr><td>instruments</td><td>the day's hash of instruments</td><td>the queue of batches to be stored</td><td>when a
 * stop is requested</td></tr>
 * </table>
 */
package dev.liquidity.receiver.consume;
