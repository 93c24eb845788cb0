package dev.liquidity.common.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a server, which passwords and tokens are sent to: encrypted, unless it is on this machine. */
final class Endpoint {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    /** An address in which a path or a query may hold a token. */
    static final Kind<Secret> SECRET = written -> {
        String text = written.text().strip();
        of("https", "http").read(Written.one("", text.replaceFirst("[?].*", "")));
        return new Secret(text);
    };

    private Endpoint() {}

    /** An address with the secure scheme, or with the plain one on loopback; slashes at its end are removed. */
    static Kind<URI> of(String secure, String plain) {
        return written -> {
            URI uri = parse(written.text().strip(), secure);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (scheme.equals(plain)) {
                if (!LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches()) {
                    throw new Unfit(
                            "plain " + plain + " is only for servers on this machine (localhost, 127.0.0.1); use "
                                    + secure + " for " + uri.getHost());
                }
            } else if (!scheme.equals(secure)) {
                throw new Unfit("must begin with " + secure + "://, not " + scheme + ":");
            }
            return uri;
        };
    }

    /** No fault quotes the text, since it may contain a password. */
    private static URI parse(String text, String secure) throws Unfit {
        URI uri;
        try {
            uri = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new Unfit("is not an address such as " + secure + "://host");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new Unfit("must be an address such as " + secure + "://host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new Unfit("must be an address only, without user, query or fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new Unfit("has a port outside 1 to 65535");
        }
        return uri;
    }
}
