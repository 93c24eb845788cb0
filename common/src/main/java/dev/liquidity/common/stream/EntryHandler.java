package dev.liquidity.common.stream;

import java.util.List;

/** Takes the entries of a reply as they are read. It must not throw. */
public interface EntryHandler {
    /**
     * Takes an entry with the one field {@code data}.
     *
     * @param stream its name
     * @param id as Redis sent it
     * @param data holds the value; its contents change after the call
     * @param length of the value
     */
    void onData(byte[] stream, byte[] id, byte[] data, int length);

    /**
     * Takes any other entry.
     *
     * @param fields alternating names and values; null if the entry is pending and no longer in its stream
     */
    void onFields(byte[] stream, byte[] id, List<byte[]> fields);
}
