package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.market.Ist;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * The result of a login, which the API and the ticker ask for. Immutable.
 *
 * @param accessToken dies at about 06:00 IST, by a logout, and by a login elsewhere
 * @param loginTime by this host's clock
 */
public record KiteSession(String apiKey, String userId, Secret accessToken, Instant loginTime) {
    private static final LocalTime ROLLOVER = LocalTime.of(6, 0);

    /** When the token expires: at the first 06:00 IST after the login. */
    public Instant endsAt() {
        ZonedDateTime login = loginTime.atZone(Ist.ZONE);
        ZonedDateTime rollover = login.with(ROLLOVER);
        return (login.isBefore(rollover) ? rollover : rollover.plusDays(1)).toInstant();
    }

    /** Whether the token has not expired yet. */
    public boolean isOfAge(Instant now) {
        return now.isBefore(endsAt());
    }

    /** The value of the API's {@code Authorization} header. */
    public String authorization() {
        return "token " + apiKey + ":" + accessToken.reveal();
    }
}
