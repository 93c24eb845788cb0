package dev.liquidity.common.notify;

import static dev.liquidity.common.notify.Post.quoted;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.NotSentException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends plain texts to a chat by <a href="https://core.telegram.org/bots/api#sendmessage">Telegram's Bot API</a>,
 * without a sound unless they are urgent.
 */
final class Telegram implements Channel {
    private static final Pattern DESCRIPTION = Pattern.compile("\"description\"\\s*:\\s*\"([^\"]{1,200})\"");

    private final String address;
    private final String chatId;

    Telegram(Settings.Telegram settings) {
        address = settings.apiUrl() + "/bot" + settings.botToken().reveal() + "/sendMessage";
        chatId = settings.chatId();
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public void send(Outbox.Digest digest) throws NotSentException {
        String json = "{\"chat_id\":%s,\"text\":%s,\"disable_notification\":%b,\"disable_web_page_preview\":true}"
                .formatted(quoted(chatId), quoted(digest.text()), !digest.isUrgent());
        Post.Answer answer = Post.json(address, json);
        if (!answer.isGood()) {
            throw answer.failure(advice(answer));
        }
        if (!answer.body().contains("\"ok\":true")) {
            throw new NotSentException(Kind.DOUBTFUL, "something else answers in place of telegram.api_url", 0);
        }
    }

    private static String advice(Post.Answer answer) {
        Matcher description = DESCRIPTION.matcher(answer.body());
        String said = description.find() ? description.group(1) : answer.status() == 401 ? "Unauthorized" : "";
        String advice = switch (answer.status()) {
            case 401, 404 -> "telegram.bot_token is not a bot's; copy the one that @BotFather shows";
            case 403 -> "the bot may not write there; open the chat and press Start, or add it to the group";
            default -> "look at telegram.chat_id; write to the bot first, its getUpdates page shows the id";
        };
        return answer.status() + " " + said + ": " + advice;
    }
}
