package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Redis Cluster in the configuration. */
class RedisSectionTest {
    private static final String NODES = "nodes: ['10.0.0.1:6379', '10.0.0.2:6379']";

    @TempDir
    private Path directory;

    private Configuration read(String redis) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), "redis: {" + redis + "}\n");
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER);
    }

    @Test
    void readsTheNodesOfACluster() throws IOException {
        Configuration configuration = read("cluster: true, stream_name: 'kite{ab}:raw', " + NODES);
        Settings.Redis redis = configuration.settings().redis();
        assertTrue(redis.isCluster());
        assertEquals(List.of("10.0.0.1:6379", "10.0.0.2:6379"), redis.nodes());
        assertEquals("kite{ab}:raw", redis.streamName());
        assertFalse(String.join("", configuration.notes()).contains("stream_name"));
    }

    @Test
    void givesTheDefaultStreamAHashTag() throws IOException {
        Configuration configuration = read("cluster: true, " + NODES);
        assertEquals("{ticks}:raw", configuration.settings().redis().streamName());
        assertTrue(configuration.notes().contains("redis.stream_name is {ticks}:raw, since redis.cluster is true"));
    }

    @Test
    void isOneServerWithoutTheKeys() throws IOException {
        assertFalse(read("port: 1").settings().redis().isCluster());
        assertFalse(read("cluster: false, nodes: []").settings().redis().isCluster());
        assertEquals("ticks:raw", read("cluster: no").settings().redis().streamName());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster: true               | redis.cluster: needs redis.nodes beside it: some of the cluster's servers
            cluster: true, nodes: []    | redis.cluster: needs redis.nodes beside it
            nodes: ['a:1']              | redis.nodes: names servers of a cluster, but redis.cluster is not true
            cluster: true, nodes: [a]   | redis.nodes: must be a list of servers as host:port, not 'a'
            cluster: true, nodes: ['a:1'], db: 1 | redis.db: must be 0 with redis.cluster
            cluster: true, nodes: ['a:1'], sentinel: {master: m, nodes: ['b:1']} \
            | redis.cluster: does not go together with redis.sentinel
            cluster: true, nodes: ['a:1'], stream_name: 'kite:raw' | write "{kite}:raw"
            cluster: true, nodes: ['a:1'], stream_name: kite       | write "{kite}"
            cluster: true, nodes: ['a:1'], stream_name: '{}:raw'   | write "{ticks}:raw"
            cluster: true, nodes: ['a:1'], stream_name: '}a{:raw'  | write "{a}:raw"
            cluster: true, nodes: ['a:1'], stream_name: ':raw'     | redis.stream_name: needs a hash tag
            """)
    void saysWhatIsWrongAndWhatToWrite(String redis, String fault) {
        String message = assertThrows(UserException.class, () -> read(redis)).getMessage();
        assertTrue(message.contains(fault), message);
        assertEquals(1, message.lines().filter(line -> line.contains("redis.")).count(), message);
    }
}
