package dev.liquidity.sandbox.fault;

import java.util.concurrent.atomic.AtomicInteger;

/** The faults of the web pages and the handshake that can be switched on. Thread-safe. */
public final class Switches {
    /** REST calls answered with a proxy's 502 page. */
    public final Countdown badGateway = new Countdown();

    /** REST calls answered with a page of status 200 in place of JSON. */
    public final Countdown page = new Countdown();

    /** REST calls answered with 429. */
    public final Countdown tooManyRequests = new Countdown();

    /** Right TOTPs that are refused. */
    public final Countdown failingTotp = new Countdown();

    /** Ticker handshakes refused with {@link #refusedStatus}. */
    public final Countdown refusedHandshake = new Countdown();

    /** The status of a refused handshake. */
    public final AtomicInteger refusedStatus = new AtomicInteger(403);

    private volatile boolean dataPlan = true;
    private volatile boolean authorised = true;
    private volatile String twofaType = "totp";
    private volatile boolean evictOldest;

    /** Whether the key may see quotes and ticks. */
    public boolean dataPlan() {
        return dataPlan;
    }

    public void dataPlan(boolean value) {
        dataPlan = value;
    }

    /** Whether the user has authorised the app. */
    public boolean authorised() {
        return authorised;
    }

    public void authorised(boolean value) {
        authorised = value;
    }

    /** The second factor that the login asks for: {@code totp}, {@code app_code} or {@code sms}. */
    public String twofaType() {
        return twofaType;
    }

    public void twofaType(String value) {
        twofaType = value;
    }

    /** Whether a fourth socket closes the oldest, instead of being refused. */
    public boolean evictOldest() {
        return evictOldest;
    }

    public void evictOldest(boolean value) {
        evictOldest = value;
    }
}
