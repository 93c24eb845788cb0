package dev.liquidity.receiver.web;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.archive.DayTables;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The dashboard's server. Thread-safe. */
public final class Dashboard implements AutoCloseable {
    private static final int MOST_THREADS = 24;
    private static final int TIMEOUT_SECONDS = 5;
    private static final int IDLE_MILLIS = 30_000;

    private final DayTables tables;
    private final Live live;
    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts it.
     *
     * @param bind the address to listen at
     * @param port 0 for a free one
     * @throws UserException with {@code USAGE} if it can't listen there
     */
    public Dashboard(Settings settings, String bind, int port, InstantSource clock) throws SQLException, IOException {
        tables = new DayTables(settings.persistence(), TIMEOUT_SECONDS);
        live = new Live(settings.redis());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("dashboard");
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(bind);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Pages(bind, new Answers(tables, live, clock), live));
        server.setErrorHandler((request, response, callback) -> {
            Pages.fail(response, callback, response.getStatus(), "This request can't be read");
            return true;
        });
        start(bind, port);
    }

    private void start(String bind, int port) throws SQLException, IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new UserException(
                    ExitCode.USAGE,
                    "the dashboard can't listen at " + bind + ", port " + port + " (" + e.getMessage()
                            + "): give another --port or --bind",
                    e);
        }
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws SQLException, IOException {
        live.close();
        try {
            server.stop();
        } catch (Exception e) {
            // The process ends.
        }
        tables.close();
    }
}
