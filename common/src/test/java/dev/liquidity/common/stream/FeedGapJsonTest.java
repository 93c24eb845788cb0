package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedGapJsonTest {
    private static final FeedGap GAP = new FeedGap(
            1,
            Instant.parse("2026-11-22T04:45:01.000250Z"),
            Instant.parse("2026-11-22T04:45:13Z"),
            "silence, then \"closed\"",
            567);

    @Test
    void writesIndiasTimesWithMicroseconds() {
        assertEquals(
                "{\"socket\":1,\"from_time\":\"2026-11-22T10:15:01.000250\",\"to_time\":\"2026-11-22T10:15:13.000000\","
                        + "\"reason\":\"silence, then \\\"closed\\\"\",\"instruments\":567}",
                new String(FeedGapJson.write(GAP), StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatItWrites() throws MalformedEntryException {
        assertEquals(GAP, FeedGapJson.read(FeedGapJson.write(GAP)));
    }

    @Test
    void readsFieldsInAnyOrderAndIgnoresUnknownOnes() throws MalformedEntryException {
        FeedGap gap = FeedGapJson.read(bytes("{\"instruments\":3,\"reason\":\"x\",\"more\":{\"a\":[1]},"
                + "\"to_time\":\"2026-11-22 10:15:02\",\"from_time\":\"2026-11-22T10:15:01\",\"socket\":0}"));
        assertEquals(
                new FeedGap(0, Instant.parse("2026-11-22T04:45:01Z"), Instant.parse("2026-11-22T04:45:02Z"), "x", 3),
                gap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{\"socket\":1}",
                "{\"socket\":\"one\"}",
                "{\"socket\":1,\"from_time\":\"yesterday\"}",
                "{\"socket\":1,\"from_time\":null,\"to_time\":null,\"reason\":null,\"instruments\":null}",
                "{\"socket\":1,\"from_time\":\"2026-11-22T10:15:01\",\"to_time\":\"2026-11-22T10:15:02\","
                        + "\"reason\":\"x\",\"instruments\":99999999999}",
                "{\"socket\":1,"
            })
    void refusesAnythingElse(String json) {
        assertThrows(MalformedEntryException.class, () -> FeedGapJson.read(bytes(json)));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
