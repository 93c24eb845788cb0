package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;

/** Says that {@code redis.cluster} and the server are of two minds ({@link ExitCode#REDIS}): no waiting helps. */
public final class ClusterModeException extends UserException {
    private ClusterModeException(String message) {
        super(ExitCode.REDIS, message);
    }

    static ClusterModeException isCluster(Settings.Redis redis) {
        return new ClusterModeException("Redis at " + RedisConnections.address(redis)
                + " is in cluster mode: set redis.cluster to true, and redis.nodes");
    }

    static ClusterModeException isNoCluster(RedisConnection node) {
        return new ClusterModeException("Redis at " + node.address()
                + " is not in cluster mode: set redis.cluster to false, and redis.host and redis.port");
    }
}
