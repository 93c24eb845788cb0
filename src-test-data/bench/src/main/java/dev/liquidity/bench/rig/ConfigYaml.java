package dev.liquidity.bench.rig;

import java.nio.file.Path;
import java.util.Map;

/** The config.yaml of a rig. */
final class ConfigYaml {
    private ConfigYaml() {}

    /**
     * @param endpoints of the exchange; empty without one
     */
    static String of(
            RigSettings settings, Map<String, String> endpoints, int redisPort, Path directory, Path database) {
        String account = endpoints.isEmpty()
                ? ""
                : """
                zerodha:
                  api_key: "%s"
                  api_secret: "%s"
                  user_id: "%s"
                  password: "%s"
                  totp_secret: "%s"
                  login_url: "%s"
                  api_url: "%s"
                  ticker_url: "%s"
                  session_file: "%s/data/session.json"
                """.formatted(
                                endpoints.get("API_KEY"),
                                endpoints.get("API_SECRET"),
                                endpoints.get("USER_ID"),
                                endpoints.get("PASSWORD"),
                                endpoints.get("TOTP_SECRET"),
                                endpoints.get("LOGIN_URL"),
                                endpoints.get("API_URL"),
                                endpoints.get("TICKER_URL"),
                                directory);
        return account
                + """
                redis:
                  host: 127.0.0.1
                  port: %d
                  max_stream_length: %d
                connector:
                  num_sockets: 3
                  journal_dir: "%s/data/journal"
                instruments:
                  expiry_filter: {weekly_expiries: 100, monthly_expiries: 100}
                persistence:
                  db_path: "%s"
                  dump_interval_seconds: %d
                  redis_history_minutes: %d
                telegram:
                  enabled: false
                logging:
                  log_file: "%s/logs/app.log"
                """.formatted(
                                redisPort,
                                RigSettings.STREAM_LENGTH,
                                directory,
                                database,
                                settings.dumpSeconds(),
                                settings.historyMinutes(),
                                directory);
    }
}
