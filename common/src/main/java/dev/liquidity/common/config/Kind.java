package dev.liquidity.common.config;

/** A type of configured values, with its bounds. */
@FunctionalInterface
interface Kind<T> {
    /** Converts what was written; never returns null. */
    T read(Written written) throws Unfit;
}
