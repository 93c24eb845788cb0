/**
 * The two ends of the receiver: reads entries from the streams, and acknowledges those that are stored. What is read
 * passes through the Redis keys and the store, which do not depend on this package.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>reader</td><td>the streams of ticks and of feed gaps</td><td>the queue of batches that were read</td><td>when
 * it is closing, after its blocking read of at most half a second</td></tr>
 * <tr><td>acknowledger</td><td>the queue of batches that are committed</td><td>XACK</td><td>when it is closing and its
 * queue is empty</td></tr>
 * <tr><td>heartbeat</td><td>nothing</td><td>this consumer's key of life</td><td>when it is closing, after deleting the
 * key</td></tr>
 * <tr><td>instruments</td><td>the day's hash of instruments</td><td>the queue of batches to store</td><td>when it is
 * closing</td></tr>
 * </table>
 */
package dev.liquidity.receiver.consume;
