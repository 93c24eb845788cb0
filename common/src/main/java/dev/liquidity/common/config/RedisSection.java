package dev.liquidity.common.config;

import java.util.List;

/** The section {@code redis}: one server, one that sentinels watch, or a cluster. */
final class RedisSection {
    private static final String TAGGED_STREAM = "{ticks}:raw";

    private RedisSection() {}

    /** @param notes what gave way to what the user wrote */
    static Settings.Redis read(Reading read, List<String> notes) {
        String username = read.get(Schema.REDIS_USERNAME);
        Secret password = read.get(Schema.REDIS_PASSWORD);
        read.check(
                username == null || password != null,
                "needs a redis.password beside it",
                Schema.REDIS_USERNAME,
                Schema.REDIS_PASSWORD);
        List<String> nodes = nodes(read);
        return new Settings.Redis(
                read.get(Schema.REDIS_HOST),
                read.get(Schema.REDIS_PORT),
                read.get(Schema.REDIS_DB),
                username,
                password,
                read.get(Schema.REDIS_SSL),
                nodes.isEmpty() ? read.get(Schema.STREAM_NAME) : taggedStream(read, notes),
                read.get(Schema.CONSUMER_GROUP),
                read.get(Schema.CONSUMER_NAME),
                read.get(Schema.MAX_STREAM_LENGTH),
                read.get(Schema.KEEP),
                sentinel(read),
                nodes);
    }

    private static Settings.Sentinel sentinel(Reading read) {
        String master = read.get(Schema.SENTINEL_MASTER);
        List<String> nodes = read.get(Schema.SENTINEL_NODES);
        boolean hasNodes = nodes != null && !nodes.isEmpty();
        Key<?> written = master == null ? Schema.SENTINEL_NODES : Schema.SENTINEL_MASTER;
        Key<?> lacking = master == null ? Schema.SENTINEL_MASTER : Schema.SENTINEL_NODES;
        read.check((master == null) != hasNodes, "needs a " + lacking.path() + " beside it", written, lacking);
        return master == null || !hasNodes
                ? null
                : new Settings.Sentinel(master, nodes, read.get(Schema.SENTINEL_PASSWORD));
    }

    /** The nodes of the cluster; empty if it is not one. */
    private static List<String> nodes(Reading read) {
        boolean isCluster = read.get(Schema.CLUSTER);
        List<String> nodes = read.get(Schema.CLUSTER_NODES);
        boolean hasNodes = nodes != null && !nodes.isEmpty();
        read.check(
                !isCluster || hasNodes,
                "needs redis.nodes beside it: some of the cluster's servers, such as [\"10.0.0.1:6379\"]",
                Schema.CLUSTER,
                Schema.CLUSTER_NODES);
        read.check(
                isCluster || !hasNodes,
                "names servers of a cluster, but redis.cluster is not true",
                Schema.CLUSTER_NODES,
                Schema.CLUSTER);
        read.check(
                !isCluster || read.get(Schema.SENTINEL_MASTER) == null,
                "does not go together with redis.sentinel: a cluster promotes its replicas itself; remove one of them",
                Schema.CLUSTER,
                Schema.SENTINEL_MASTER);
        read.check(
                !isCluster || read.get(Schema.REDIS_DB) == 0,
                "must be 0 with redis.cluster, since a cluster has no other database",
                Schema.REDIS_DB,
                Schema.CLUSTER);
        return isCluster && hasNodes ? nodes : List.of();
    }

    /** All that must be on one node has a name that begins with the stream's. */
    private static String taggedStream(Reading read, List<String> notes) {
        String name = read.get(Schema.STREAM_NAME);
        int open = name.indexOf('{');
        boolean isTagged = open >= 0 && name.indexOf('}', open) > open + 1;
        if (!isTagged && !read.isWritten(Schema.STREAM_NAME)) {
            notes.add("redis.stream_name is " + TAGGED_STREAM + ", since redis.cluster is true");
            return TAGGED_STREAM;
        }
        read.check(
                isTagged,
                "needs a hash tag with redis.cluster, which keeps all keys of the stream on one node: write \""
                        + name.replaceAll("[{}]", "")
                                .replaceFirst("^[^:]+", "{$0}")
                                .replaceFirst("^(?!\\{).*", TAGGED_STREAM)
                        + "\"",
                Schema.STREAM_NAME);
        return name;
    }
}
