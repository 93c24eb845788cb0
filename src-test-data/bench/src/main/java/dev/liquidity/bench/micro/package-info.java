/**
 * JMH benchmarks of what is only computed.
 */
package dev.liquidity.bench.micro;
