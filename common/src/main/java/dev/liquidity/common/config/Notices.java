package dev.liquidity.common.config;

import java.util.ArrayList;
import java.util.List;

/** What the settings ask for in vain: the original's features that this program reads the keys of, but does not have. */
public final class Notices {
    private Notices() {}

    /** A line for each, for the log at the start. */
    public static List<String> of(Settings settings) {
        List<String> notices = new ArrayList<>();
        if (settings.persistence().parquetEnabled()) {
            notices.add("persistence.parquet_enabled: writing Parquet is not available yet; ticks go to SQLite only");
        }
        Settings.Telegram telegram = settings.telegram();
        if (telegram.enabled() && telegram.botToken() != null && telegram.chatId() != null) {
            notices.add("telegram.enabled: sending messages is not available yet; watch the log instead");
        }
        return notices;
    }
}
