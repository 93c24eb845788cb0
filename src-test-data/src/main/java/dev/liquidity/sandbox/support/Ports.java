package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are started, stopped and started again. Thread-safe. */
public final class Ports {
    private static final int LOWEST = 20_000;

    /** Below the system's own range, from which an outgoing connection could take a port while its server is down. */
    private static final int BOUND = 32_000;

    /** A node of a Redis Cluster talks to the others on a port so much above its own. */
    private static final int BUS = 10_000;

    /** Where the system's own range begins. */
    private static final int SYSTEM = 32_768;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A loopback port on which nothing listens; this program does not get it a second time. */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    /** A port for a node of a Redis Cluster. */
    public static int freeWithBus() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, SYSTEM - BUS);
            if (GIVEN.add(port) && GIVEN.add(port + BUS) && isFree(port) && isFree(port + BUS)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
