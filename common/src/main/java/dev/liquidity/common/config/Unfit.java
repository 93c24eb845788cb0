package dev.liquidity.common.config;

/** What is wrong with one value, to stand after its key path. Quotes the value only where it can't be a secret. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message, null, false, false);
    }
}
