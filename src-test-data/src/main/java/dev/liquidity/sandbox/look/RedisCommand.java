package dev.liquidity.sandbox.look;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** Sends one command to a Redis and prints the reply as redis-cli does; exit code 1 when the reply is an error. */
@Command(
        name = "redis",
        description = "Sends one command to a Redis and prints the reply as redis-cli does.",
        mixinStandardHelpOptions = true)
public final class RedisCommand implements Callable<Integer> {
    @Option(
            names = "--password",
            defaultValue = "${env:REDIS_PASSWORD}",
            description = "Of Redis; default: the environment's REDIS_PASSWORD.")
    private String password;

    @Parameters(index = "0", paramLabel = "HOST:PORT[/DB]", description = "Where it is; DB is 0 if left out.")
    private String address;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "For example: XLEN ticks:raw")
    private List<String> command;

    @Override
    public Integer call() {
        ProtocolCommand name = () -> command.get(0).getBytes(StandardCharsets.UTF_8);
        byte[][] arguments = command.stream()
                .skip(1)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        try (Jedis jedis = open(address, password)) {
            System.out.print(RedisText.of(jedis.sendCommand(name, arguments)));
            return 0;
        } catch (JedisDataException e) {
            System.out.println("(error) " + e.getMessage());
            return 1;
        }
    }

    /**
     * Connects.
     *
     * @param address {@code HOST:PORT} or {@code HOST:PORT/DB}
     * @param password null or empty for none
     */
    public static Jedis open(String address, String password) {
        int slash = address.indexOf('/');
        HostAndPort place = HostAndPort.from(slash < 0 ? address : address.substring(0, slash));
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .password(password == null || password.isEmpty() ? null : password)
                .database(slash < 0 ? 0 : Integer.parseInt(address.substring(slash + 1)))
                .build();
        return new Jedis(place, config);
    }
}
