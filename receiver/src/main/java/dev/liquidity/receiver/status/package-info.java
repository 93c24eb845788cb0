/**
 * Whether all is right: {@link dev.liquidity.receiver.status.StatusReport} asks Redis, the database and the disk, and
 * judges each answer by the hour. It only reads, and the recording knows nothing of it.
 */
package dev.liquidity.receiver.status;
