/** What no module can test alone: who depends on whom, what lies where, and that the README is true. No threads. */
package dev.liquidity.pipeline;
