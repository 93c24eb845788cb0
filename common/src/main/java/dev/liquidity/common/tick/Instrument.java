package dev.liquidity.common.tick;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A row of the exchange's daily instrument dump. Immutable. Tokens are reused after expiry: key a history on
 * tradingsymbol and date, never on the token alone.
 *
 * @param token 1 to 2^32-1; its low byte is the {@link Segment}
 * @param exchange for example {@code NFO}
 * @param tradingsymbol the name, unique within the exchange on a day, for example {@code NIFTY26DEC24700CE} or
 *     {@code NIFTY 50}
 * @param name the underlying of a derivative ({@code NIFTY}), a company's name, or an index's name; may be empty
 * @param expiry null if it does not expire
 * @param strike in rupees; zero if it has none
 * @param tickSize smallest step of the price, in rupees; zero for an index
 * @param lotSize units per lot; zero for an index
 * @param instrumentType {@code EQ}, {@code FUT}, {@code CE} or {@code PE}
 * @param segment for example {@code NFO-OPT}, {@code INDICES}
 */
public record Instrument(
        long token,
        String exchange,
        String tradingsymbol,
        String name,
        LocalDate expiry,
        BigDecimal strike,
        BigDecimal tickSize,
        int lotSize,
        String instrumentType,
        String segment) {}
