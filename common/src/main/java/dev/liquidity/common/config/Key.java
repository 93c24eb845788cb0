package dev.liquidity.common.config;

/**
 * One key of the configuration.
 *
 * @param path section and name, with dots
 * @param variable the environment variable that wins over the files; null for none
 * @param fallback the default, as it would be written; null for none
 */
record Key<T>(String path, String variable, String fallback, Kind<T> kind) {
    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Converts what was written. */
    T read(Written written) throws Unfit {
        if (written.isInQuotes()) {
            throw new Unfit("has quotes as a part of the value; remove them");
        }
        return kind.read(written);
    }
}
