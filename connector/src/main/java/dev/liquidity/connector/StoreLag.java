package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.watch.Watch;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Watches whether what arrives gets into the stream and is stored; a short lag is none. */
final class StoreLag implements Watch {
    static final long MUCH_SECONDS = 120;
    static final int LOOKS = 4;

    private final LongSupplier seconds;
    private int looks;

    /** @param seconds how long the first tick that should be there has been waiting */
    StoreLag(LongSupplier seconds) {
        this.seconds = seconds;
    }

    @Override
    public Concern look() {
        long behind = seconds.getAsLong();
        looks = behind > MUCH_SECONDS ? looks + 1 : 0;
        return looks < LOOKS
                ? null
                : Concern.of(
                        (double) behind / MUCH_SECONDS,
                        "what arrived " + Ist.forPeople(Duration.ofSeconds(behind))
                                + " ago is not in SQLite yet: are Redis and the receiver running, is the disk fast?");
    }
}
