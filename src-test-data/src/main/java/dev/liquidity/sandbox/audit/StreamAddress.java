package dev.liquidity.sandbox.audit;

/**
 * Where the stream is.
 *
 * @param user null for the default one
 * @param password null for none
 */
public record StreamAddress(String host, int port, int db, String user, String password, String stream) {
    @Override
    public String toString() {
        return stream + " at " + host + ":" + port + "/" + db;
    }
}
