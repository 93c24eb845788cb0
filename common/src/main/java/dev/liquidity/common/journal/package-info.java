/**
 * The connector's journal as it is read: by the connector's publisher, and to make a day anew. A reader goes from
 * {@link dev.liquidity.common.journal.JournalFiles} by {@link dev.liquidity.common.journal.JournalReader} to
 * {@link dev.liquidity.common.journal.JournalTicks}.
 */
package dev.liquidity.common.journal;
