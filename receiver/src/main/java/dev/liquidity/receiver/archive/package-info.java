/**
 * The archive: ticks that are older than some days, as Parquet files, which DuckDB writes and reads. Runs in processes
 * of its own, beside the one that records.
 */
package dev.liquidity.receiver.archive;
