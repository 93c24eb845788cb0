package dev.liquidity.sandbox.web;

/** So many requests a second, and as many at once (a token bucket). Safe for any thread. */
final class RateLimit {
    private final double perSecond;
    private double left;
    private long lastNanos = System.nanoTime();

    RateLimit(double perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /** Whether one more is allowed now; if so, it is counted. */
    synchronized boolean allows() {
        long now = System.nanoTime();
        left = Math.min(perSecond, left + (now - lastNanos) / 1e9 * perSecond);
        lastNanos = now;
        if (left < 1) {
            return false;
        }
        left -= 1;
        return true;
    }
}
