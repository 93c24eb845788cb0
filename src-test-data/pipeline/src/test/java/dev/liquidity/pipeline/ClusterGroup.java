package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis Cluster of three masters and three replicas, and the stream's name in it. */
final class ClusterGroup implements BeforeAllCallback, AfterAllCallback {
    static final String STREAM = "{ticks}:raw";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MASTERS = 3;

    /** As many as the programs are told of. */
    private static final int TOLD = 2;

    private RedisCluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        cluster = RedisCluster.launch(MASTERS, 1);
    }

    RedisCluster cluster() {
        return cluster;
    }

    /** The node that has the stream. */
    RedisServer owner() {
        return cluster.owner(STREAM);
    }

    /** Waits until a replica has taken a master's place. */
    void awaitReplaced(RedisServer former) {
        Await.until(
                "a replica replaces port " + former.port(),
                PATIENCE,
                () -> !cluster.masters().contains(former));
    }

    /** A master that does not have the stream: the one that was started first, and so one with a replica. */
    RedisServer other() {
        return cluster.masters().stream()
                .filter(master -> master != owner())
                .findFirst()
                .orElseThrow();
    }

    /** The value of {@code redis.nodes}. */
    String yaml() {
        return cluster.yaml(TOLD);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }
}
