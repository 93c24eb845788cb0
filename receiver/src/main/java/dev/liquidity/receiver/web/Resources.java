package dev.liquidity.receiver.web;

import java.io.IOException;
import java.io.InputStream;

/** The page's files in the jar. */
final class Resources {
    static final String ECHARTS = "/echarts.min.js";

    /** The WebJar's folder has its version in its name. */
    private static final String ECHARTS_FILE = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private Resources() {}

    /**
     * The bytes of a file; null if there is none.
     *
     * @param path such as {@code /js/app.js}
     */
    static byte[] read(String path) throws IOException {
        try (InputStream in =
                Resources.class.getResourceAsStream(path.equals(ECHARTS) ? ECHARTS_FILE : "/web" + path)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
