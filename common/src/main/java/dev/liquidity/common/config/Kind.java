package dev.liquidity.common.config;

/** A type that a configured value can have, with its bounds. */
@FunctionalInterface
interface Kind<T> {
    /** The value of what was written; never null. */
    T read(Written written) throws Unfit;
}
