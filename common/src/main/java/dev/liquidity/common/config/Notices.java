package dev.liquidity.common.config;

import java.util.ArrayList;
import java.util.List;

/** Settings without effect: of features of the original that are not here, and of Telegram's by halves. */
final class Notices {
    private Notices() {}

    /** A line for each of them that is switched on, for the log at the start. */
    static List<String> of(Settings settings) {
        List<String> notices = new ArrayList<>();
        Settings.Telegram telegram = settings.telegram();
        if (telegram.enabled() && (telegram.botToken() == null) != (telegram.chatId() == null)) {
            notices.add("telegram." + (telegram.botToken() == null ? "bot_token" : "chat_id")
                    + ": nobody is told anything by Telegram without it; telegram.enabled: false if that is right");
        }
        return notices;
    }
}
