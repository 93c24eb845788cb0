/** Tells people what happens while they do not watch: by Telegram, a webhook or a command. */
package dev.liquidity.common.notify;
