package dev.liquidity.sandbox.web;

/**
 * What a client needs to log in to the sandbox. It opens nothing else.
 *
 * @param totpSecret Base32
 */
public record Credentials(String apiKey, String apiSecret, String userId, String password, String totpSecret) {
    /** The sandbox's default account. */
    public static Credentials defaults() {
        return new Credentials(
                "sandboxapikey001",
                "sandboxapisecret0000000000000001",
                "SB1234",
                "sandbox-password",
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    }
}
