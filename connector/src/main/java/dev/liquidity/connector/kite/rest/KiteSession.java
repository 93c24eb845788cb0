package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.market.Ist;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * A login's result: with it the API and the ticker let the key in.
 *
 * @param accessToken dies at about 06:00 IST, on a logout, and on a login elsewhere
 * @param loginTime when it was given, by this host's clock
 */
public record KiteSession(String apiKey, String userId, Secret accessToken, Instant loginTime) {
    private static final LocalTime ROLLOVER = LocalTime.of(6, 0);

    /** When the token dies of age: the first 06:00 IST after the login. */
    public Instant endsAt() {
        ZonedDateTime login = loginTime.atZone(Ist.ZONE);
        ZonedDateTime rollover = login.with(ROLLOVER);
        return (login.isBefore(rollover) ? rollover : rollover.plusDays(1)).toInstant();
    }

    /** Whether the token can still be alive, as far as the clock tells. */
    public boolean isOfAge(Instant now) {
        return now.isBefore(endsAt());
    }

    /** The value of the API's {@code Authorization} header. */
    public String authorization() {
        return "token " + apiKey + ":" + accessToken.reveal();
    }
}
