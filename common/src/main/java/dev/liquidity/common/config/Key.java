package dev.liquidity.common.config;

/**
 * One key of the configuration.
 *
 * @param path section and name, with dots
 * @param variable the environment variable that wins over the file; null for none
 * @param fallback the default, as it would be written; null for none
 */
record Key<T>(String path, String variable, String fallback, Kind<T> kind) {
    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
