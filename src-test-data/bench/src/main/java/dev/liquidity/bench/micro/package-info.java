/**
 * JMH benchmarks of pure computations.
 */
package dev.liquidity.bench.micro;
