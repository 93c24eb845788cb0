/**
 * What was measured: figures, the bars that they should reach, the machine, as a table and as JSON.
 */
package dev.liquidity.bench.report;
