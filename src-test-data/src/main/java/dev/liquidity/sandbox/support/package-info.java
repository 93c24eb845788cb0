/**
 * What tests, benchmarks and the sandbox's own commands share: processes, a redis-server, a config.yaml, waiting with a
 * bound. Knows nothing else of the sandbox.
 */
package dev.liquidity.sandbox.support;
