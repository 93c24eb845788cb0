package dev.liquidity.common.config;

import java.util.ArrayList;
import java.util.List;

/** Settings without effect: of the original's features whose keys are accepted, but which are not here. */
final class Notices {
    private Notices() {}

    /** A line for each of them that is switched on, for the log at the start. */
    static List<String> of(Settings settings) {
        List<String> notices = new ArrayList<>();
        Settings.Telegram telegram = settings.telegram();
        if (telegram.enabled() && telegram.botToken() != null && telegram.chatId() != null) {
            notices.add("telegram.enabled: sending messages is not available yet; watch the log instead");
        }
        return notices;
    }
}
