package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;

/** Another program adds entries to the stream. */
final class ForeignEntriesIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final byte[] BYTES = {(byte) 0xff, 0, (byte) 0xc3, 0x28, '\r', '\n'};

    /** None of them is a tick. */
    private static final List<Map<String, String>> ENTRIES = List.of(
            Map.of("hello", "world"),
            Map.of("data", ""),
            Map.of("data", "no JSON"),
            Map.of("data", "[1,2"),
            Map.of("data", "{\"instrument_token\":\"none\"}"),
            Map.of("data", "null"),
            Map.of("data", "{}"),
            Map.of("data", "{\"a\":\"" + "x".repeat(MEBIBYTE) + "\"}"),
            Map.of("data", "[".repeat(MEBIBYTE)));

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    /** Redis allows no ID below the stream's last one, so foreign entries are added at its end. */
    @Test
    void rejectsWhatIsNoTickAndGoesOn() throws Exception {
        int before = ORDEAL.rig().store().rejected().size();
        ORDEAL.suffer(Fault.harmless("stream: garbage, 1 MB and foreign entries at rest", (rig, random) -> {
            rig.drain();
            addAll(rig);
        }));
        assertEquals(ENTRIES.size() + 1, ORDEAL.rig().store().rejected().size() - before);
    }

    @Test
    void losesNoTickThatAForeignEntryHasOvertaken() throws Exception {
        int before = ORDEAL.rig().store().rejected().size();
        ORDEAL.suffer(Fault.harmless("stream: garbage, 1 MB and foreign entries under load", (rig, random) -> {
            addAll(rig);
            rig.awaitSent(1_000);
        }));
        assertEquals(ENTRIES.size() + 1, ORDEAL.rig().store().rejected().size() - before);
    }

    private static void addAll(Rig rig) {
        for (Map<String, String> entry : ENTRIES) {
            rig.ask(jedis -> jedis.xadd(Rig.STREAM, StreamEntryID.NEW_ENTRY, entry));
        }
        rig.ask(jedis -> jedis.sendCommand(
                Protocol.Command.XADD,
                Rig.STREAM.getBytes(StandardCharsets.US_ASCII),
                "*".getBytes(StandardCharsets.US_ASCII),
                "data".getBytes(StandardCharsets.US_ASCII),
                BYTES));
    }
}
