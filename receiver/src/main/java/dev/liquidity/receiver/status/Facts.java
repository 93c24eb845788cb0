package dev.liquidity.receiver.status;

import dev.liquidity.receiver.store.StoreLook;
import java.time.Instant;
import java.time.LocalTime;

/**
 * All that was found out at one moment. Immutable.
 *
 * @param sample null if no tick of today is old enough to be in both
 * @param databaseFree bytes that are free where the database is
 * @param journalFree bytes that are free where the journal is
 * @param journalBytes size of the journal; -1 if it is not on this machine
 * @param journalSince the day of its oldest file; null without one
 */
record Facts(
        Instant now,
        RedisLook.Seen redis,
        StoreLook.Seen store,
        Sample sample,
        long databaseFree,
        long journalFree,
        long journalBytes,
        String journalSince) {
    /**
     * The same ticks, counted twice: of some symbols, in some minutes.
     *
     * @param inRedis -1 if not known
     * @param inStore -1 if not known
     */
    record Sample(int symbols, LocalTime from, LocalTime to, long inRedis, long inStore) {}
}
