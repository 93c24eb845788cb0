package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.tick.Tick;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBufferTest {
    /** Numbers around each change of the count of digits, and some in between. */
    private static List<Long> numbers() {
        List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE + 1));
        Random random = new Random(11);
        for (int exponent = 0; exponent <= Digits.MAX_POWER; exponent++) {
            long power = Digits.power(exponent);
            for (long near = -2; near <= 2; near++) {
                numbers.add(power + near);
                numbers.add(-power + near);
            }
            numbers.add(random.nextLong() / power);
        }
        numbers.add((long) Integer.MAX_VALUE);
        numbers.add(Integer.MAX_VALUE + 1L);
        return numbers;
    }

    @Test
    void writesEveryNumber() {
        for (long number : numbers()) {
            assertEquals(Long.toString(number), text(new JsonBuffer(4).number(number)));
        }
    }

    @Test
    void writesEveryDecimalExactly() {
        for (long number : numbers()) {
            for (int decimals = 1; decimals <= Digits.MAX_POWER; decimals++) {
                String written = text(new JsonBuffer(4).decimal(number, decimals));
                BigDecimal expected = BigDecimal.valueOf(number, decimals);
                assertEquals(0, expected.compareTo(new BigDecimal(written)), written);
                int fraction = written.length() - written.indexOf('.') - 1;
                assertEquals(Math.max(1, expected.stripTrailingZeros().scale()), fraction, written);
            }
        }
    }

    @Test
    void writesNullForWhatIsAbsent() {
        assertEquals("null", text(new JsonBuffer(4).number(Tick.ABSENT)));
        assertEquals("null", text(new JsonBuffer(4).decimal(Tick.ABSENT, 2)));
    }

    @Test
    void writesEveryRealWithoutAnExponentWhereFourDecimalsDo() {
        assertEquals("-0.0001", text(new JsonBuffer(4).real(-0.0001)));
        assertEquals("123456789.4321", text(new JsonBuffer(4).real(123_456_789.4321)));
        assertEquals("0.0", text(new JsonBuffer(4).real(0)));
        assertEquals("65.60614", text(new JsonBuffer(4).real(65.60614)));
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            double value = i % 2 == 0 ? random.nextGaussian() * 100 : Math.round(random.nextGaussian() * 1e6) / 1e4;
            String written = text(new JsonBuffer(4).real(value));
            assertEquals(0, Double.compare(value + 0.0, Double.parseDouble(written)), written);
        }
        for (double value : new double[] {1e9, -1e300, Double.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(value, Double.parseDouble(text(new JsonBuffer(4).real(value))));
        }
    }

    @Test
    void putsCommasBetweenValuesOnly() {
        JsonBuffer json = new JsonBuffer(4);
        json.open('{').field(JsonBuffer.name("a")).open('[');
        json.number(1).number(2).open('[').close(']').open('{').close('}');
        json.close(']').field(JsonBuffer.name("b")).number(Tick.ABSENT);
        json.field(JsonBuffer.name("c")).text("").close('}');
        assertEquals("{\"a\":[1,2,[],{}],\"b\":null,\"c\":\"\"}", text(json));
    }

    private static String text(JsonBuffer json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
