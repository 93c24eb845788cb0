package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.util.List;

/**
 * What one socket subscribes.
 *
 * @param ticksPerSecond the {@link ExpectedLoad} of all of them
 */
public record Shard(List<Instrument> instruments, double ticksPerSecond) {}
