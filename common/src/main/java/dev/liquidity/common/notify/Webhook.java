package dev.liquidity.common.notify;

import static dev.liquidity.common.notify.Post.quoted;

import dev.liquidity.common.config.Secret;

/** Posts to an address: {@code text} is what Slack and Mattermost show, {@code content} what Discord does. */
final class Webhook implements Channel {
    private final String address;

    Webhook(Secret url) {
        address = url.reveal();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(Outbox.Digest digest) throws NotSentException {
        String json = "{\"text\":%1$s,\"content\":%1$s,\"level\":\"%2$s\",\"source\":%3$s}"
                .formatted(quoted(digest.text()), digest.level(), quoted(digest.source()));
        Post.Answer answer = Post.json(address, json);
        if (!answer.isGood()) {
            throw answer.failure("the server answers " + answer.status() + ": look at notify.webhook_url");
        }
    }
}
