package dev.liquidity.sandbox.web;

/** A token bucket: a number of requests a second, and as many at once. Thread-safe. */
final class RateLimit {
    private final double perSecond;
    private double left;
    private long lastNanos = System.nanoTime();

    RateLimit(double perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /** Takes one request from the bucket; false if it is empty. */
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
