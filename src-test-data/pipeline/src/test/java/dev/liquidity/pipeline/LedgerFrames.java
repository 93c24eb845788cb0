package dev.liquidity.pipeline;

import dev.liquidity.sandbox.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Path;

/** Counts the frames of ticks in a ledger: adjacent packets are of one frame. */
final class LedgerFrames implements LedgerReader.Visitor {
    private static final int LENGTH_BYTES = 2;

    private long frames;
    private long next;

    private LedgerFrames() {}

    static long count(Path ledger) throws IOException {
        LedgerFrames counted = new LedgerFrames();
        try (LedgerReader reader = new LedgerReader(ledger)) {
            reader.visit(counted);
        }
        return counted.frames;
    }

    @Override
    public void packet(int connection, long place, byte[] bytes, int offset, int length) {
        if (place != next) {
            frames++;
        }
        next = place + length + LENGTH_BYTES;
    }

    @Override
    public void instrument(long token, String exchange, String tradingsymbol) {
        // Not counted.
    }

    @Override
    public void ended(int connection, String reason, long frameCount, long bytes) {
        // Not counted.
    }
}
