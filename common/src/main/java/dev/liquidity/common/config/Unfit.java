package dev.liquidity.common.config;

/** What is wrong with one value, in words that follow its key path. Quotes the value only if it cannot be a secret. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message, null, false, false);
    }
}
