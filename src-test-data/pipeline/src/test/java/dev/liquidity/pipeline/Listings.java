package dev.liquidity.pipeline;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.sandbox.market.Listing;
import java.math.BigDecimal;

/** What the exchange lists, as the connector knows it. */
final class Listings {
    private Listings() {}

    static Instrument instrument(Listing listing) {
        return new Instrument(
                listing.token(),
                listing.exchange(),
                listing.tradingsymbol(),
                listing.name(),
                listing.expiry(),
                BigDecimal.valueOf(listing.strike()),
                BigDecimal.valueOf(listing.tickSize()),
                listing.lotSize(),
                listing.type(),
                listing.segment());
    }
}
