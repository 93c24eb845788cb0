package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"0-0", "1526919030474-55", "9223372036854775807-9223372036854775807"})
    void printsWhatItParses(String text) {
        assertEquals(text, StreamId.parse(text).toString());
        assertEquals(
                text, StreamId.parse(text.getBytes(StandardCharsets.US_ASCII)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "-1-0", "1-", "1-x", "1-1-1", "1-/", "1- 1", "1-:", "1-9223372036854775808"})
    void refusesWhatIsNotAnId(String text) {
        assertThrows(IllegalArgumentException.class, () -> StreamId.parse(text));
        assertThrows(IllegalArgumentException.class, () -> StreamId.parse(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void sortsPackedAsItDoesItself() {
        List<StreamId> ids = List.of(
                StreamId.ZERO,
                new StreamId(0, StreamId.MAX_SEQUENCE),
                new StreamId(1, 0),
                new StreamId(1_526_919_030_474L, 55),
                new StreamId(StreamId.MAX_MILLIS, StreamId.MAX_SEQUENCE));

        assertEquals(
                ids,
                ids.stream().sorted().map(StreamId::pack).map(StreamId::unpack).toList());
        assertEquals(
                ids,
                ids.stream().map(StreamId::pack).sorted().map(StreamId::unpack).toList());
    }

    @Test
    void isNotPackedBeyondItsBits() {
        StreamId beyond = new StreamId(1, StreamId.MAX_SEQUENCE + 1);

        assertFalse(beyond.isPackable());
        assertFalse(new StreamId(StreamId.MAX_MILLIS + 1, 0).isPackable());
        assertThrows(IllegalStateException.class, beyond::pack);
    }

    @ParameterizedTest
    @CsvSource({"0-1, 0-0", "7-5, 7-4", "7-0, 6-2097151", "0-0, 0-0"})
    void findsThePreviousPackableId(String id, String previous) {
        assertEquals(previous, StreamId.parse(id).previous().toString());
    }

    @ParameterizedTest
    @CsvSource({"7-4, 7-5", "7-9223372036854775807, 8-0"})
    void findsTheNextId(String id, String next) {
        assertEquals(next, StreamId.parse(id).next().toString());
    }

    @Test
    void isOfItsMilliseconds() {
        assertEquals(1_526_919_030_474_000L, StreamId.parse("1526919030474-55").epochMicros());
    }
}
