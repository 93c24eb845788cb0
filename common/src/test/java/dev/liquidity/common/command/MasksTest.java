package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
    @Test
    void hidesEverySecretOfTheSettingsEvenUrlEncoded() {
        Masks masks = Masks.of(settings(Map.of(
                "ZERODHA_API_SECRET", "api-secret",
                "ZERODHA_PASSWORD", "p&ss w=rd",
                "REDIS_PASSWORD", "redis-pass",
                "TELEGRAM_BOT_TOKEN", "1234:bot")));

        assertEquals(
                "*** password=***&x=1 *** *** *** JBSWY *** and ***",
                masks.mask(
                        "api-secret password=p%26ss+w%3Drd&x=1 p%26ss%20w%3Drd p&ss w=rd redis-pass JBSWY 1234:bot and"
                                + " JBSWY3DPEHPK3PXP"));
    }

    @Test
    void hidesAllOfTheLongerOfTwoSecrets() {
        Masks masks = Masks.of(settings(Map.of("ZERODHA_PASSWORD", "hunter2", "REDIS_PASSWORD", "hunter2-of-redis")));

        assertEquals("*** ***", masks.mask("hunter2-of-redis hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /?api_key=abc&access_token=SeCrEt1 HTTP/1.1 | GET /?api_key=abc&access_token=*** HTTP/1.1",
                "to https://app/?status=success&request_token=SeCrEt1&x=1"
                        + " | to https://app/?status=success&request_token=***&x=1",
                "{\"access_token\": \"SeCrEt1\", \"a\":1} | {\"access_token\": \"***\", \"a\":1}",
                "Authorization: token abc:SeCrEt1 | Authorization: token abc:***",
                "Set-Cookie: enctoken=SeCrEt1/x+y==; path=/ | Set-Cookie: enctoken=***; path=/",
                "no request_token: log in once | no request_token: log in once"
            })
    void hidesTheSecretsOfALoginByTheirNames(String line, String masked) {
        assertEquals(masked, Masks.of(settings(Map.of())).mask(line));
    }

    @Test
    void leavesLinesWithoutSecretsUnchanged() {
        String line = "Persisting 1234 ticks";

        assertSame(line, Masks.of(settings(Map.of("REDIS_PASSWORD", "12"))).mask(line));
    }

    private static Settings settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "ZERODHA_API_KEY", "key",
                "ZERODHA_API_SECRET", "other-api-secret",
                "ZERODHA_USER_ID", "AB1234",
                "ZERODHA_PASSWORD", "other-password",
                "ZERODHA_TOTP_SECRET", "JBSWY3DPEHPK3PXP"));
        all.putAll(environment);
        return SettingsReader.read(Path.of("no-such.yaml"), false, all, Map.of(), Role.CONNECTOR)
                .settings();
    }
}
