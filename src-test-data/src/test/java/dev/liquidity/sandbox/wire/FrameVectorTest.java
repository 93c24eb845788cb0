package dev.liquidity.sandbox.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The vectors and the layout table were written apart; here each witnesses the other. */
class FrameVectorTest {
    @Test
    void theLayoutReadsEveryGoodFrameAsTheVectorSays() {
        int packets = 0;
        for (FrameVector vector : FrameVector.all()) {
            if (vector.malformed() || vector.frame().length < 2) {
                continue;
            }
            ByteBuffer frame = ByteBuffer.wrap(vector.frame());
            int count = frame.getShort();
            assertEquals(vector.packets().size(), count, vector.name());
            for (Map<String, String> meaning : vector.packets()) {
                byte[] packet = new byte[frame.getShort() & 0xffff];
                frame.get(packet);
                assertEquals(meaning, read(packet, meaning.get("mode")), vector.name());
                packets++;
            }
            assertEquals(0, frame.remaining(), vector.name());
        }
        assertTrue(packets >= 22, packets + " packets");
    }

    private static Map<String, String> read(byte[] packet, String mode) {
        long token = BigEndian.getU32(packet, PacketLayout.TOKEN);
        Map<String, String> meaning = new HashMap<>();
        meaning.put("instrument_token", Long.toString(token));
        meaning.put("mode", mode);
        meaning.put("tradable", Boolean.toString(!PacketLayout.isIndex(token)));
        int scale = Long.toString(PacketLayout.divisor(token)).length() - 1;
        for (PacketLayout.Field field : PacketLayout.fields(token, packet.length)) {
            long raw = field.bytes() == 2
                    ? BigEndian.getU16(packet, field.offset())
                    : BigEndian.getU32(packet, field.offset());
            switch (field.unit()) {
                case PRICE ->
                    meaning.put(field.name(), BigDecimal.valueOf(raw, scale).toPlainString());
                case SIGNED_PRICE ->
                    meaning.put(
                            field.name(), BigDecimal.valueOf((int) raw, scale).toPlainString());
                case TIME ->
                    meaning.put(
                            field.name(),
                            raw == 0
                                    ? null
                                    : Instant.ofEpochSecond(raw)
                                            .atZone(ZoneId.of("Asia/Kolkata"))
                                            .toLocalDateTime()
                                            .toString());
                case PADDING -> assertEquals(0, raw);
                default -> meaning.put(field.name(), Long.toString(raw));
            }
        }
        return meaning;
    }

    @Test
    void everyKindOfPacketAndOfFaultIsThere() {
        Set<Integer> lengths = new HashSet<>();
        int malformed = 0;
        for (FrameVector vector : FrameVector.all()) {
            malformed += vector.malformed() ? 1 : 0;
            ByteBuffer frame = ByteBuffer.wrap(vector.frame());
            if (!vector.malformed() && frame.remaining() > 4) {
                lengths.add((int) frame.getShort(2));
            }
        }
        assertEquals(Set.of(8, 28, 32, 44, 184, 544), lengths);
        assertEquals(12, malformed);
        assertEquals(
                "4294967295",
                FrameVector.of("full at the unsigned limits").packets().get(0).get("volume_traded"));
    }
}
