package dev.liquidity.common.command;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last guard against secrets in the log: replaces with {@code ***} every secret of the settings, and the values of
 * the secrets that a login yields, which it recognises by their names in an address, a form, JSON or a header. Code
 * that logs a server's words removes secrets from them itself. Thread-safe.
 */
record Masks(List<String> texts) {
    /** {@code access_token=…} or {@code "access_token": "…"}; in prose, where anything can follow, no match. */
    private static final Pattern NAMED =
            Pattern.compile("(?i)((?:access_token|request_token|refresh_token|public_token|enctoken|kf_session|sess_id"
                    + "|request_id|twofa_value|checksum|api_secret|password)(?:=|[\"']\\s*:\\s*[\"']))"
                    + "[^\\s\"'&,;)}\\]]+");
    /** The API's {@code Authorization} header: a key, and the token after it. */
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(\\btoken \\w+:)\\w+");

    /** In characters: a shorter text would match many lines by chance. */
    private static final int SHORTEST = 4;

    /** Masks the secrets of the settings, plain and URL-encoded. */
    static Masks of(Settings settings) {
        Settings.Zerodha account = settings.zerodha();
        TreeSet<String> texts = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        Stream.of(
                        account.apiSecret(),
                        account.password(),
                        account.totpSecret(),
                        settings.redis().password(),
                        settings.telegram().botToken(),
                        settings.notifications().webhookUrl())
                .filter(secret -> secret != null && secret.reveal().length() >= SHORTEST)
                .map(Secret::reveal)
                .forEach(text -> {
                    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
                    texts.addAll(List.of(text, encoded, encoded.replace("+", "%20")));
                });
        return new Masks(new ArrayList<>(texts));
    }

    String mask(String line) {
        String masked = line;
        for (String text : texts) {
            masked = masked.replace(text, "***");
        }
        masked = NAMED.matcher(masked).replaceAll("$1***");
        return AUTHORIZATION.matcher(masked).replaceAll("$1***");
    }
}
