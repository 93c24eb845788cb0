/**
 * The results: figures, the bars that they should reach and the machine, as a table and as JSON.
 */
package dev.liquidity.bench.report;
