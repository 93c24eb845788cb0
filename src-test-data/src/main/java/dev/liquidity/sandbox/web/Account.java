package dev.liquidity.sandbox.web;

/**
 * The one account that the pages know.
 *
 * @param totpSecret Base32
 */
public record Account(String apiKey, String apiSecret, String userId, String password, String totpSecret) {}
