package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
    private static final List<String> WORDS = List.of("host", "port", "db", "NIFTY", "BANKNIFTY", "--log-level");

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "Host, host",
        "hots, host",
        "ports, port",
        "por, port",
        "NIFTI, NIFTY",
        "BANKNFTY, BANKNIFTY",
        "--loglevel, --log-level"
    })
    void findsTheWordWithATypingMistake(String given, String meant) {
        assertEquals(meant, Nearest.to(given, WORDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "banana", "poxx", "RELIANCE"})
    void guessesNothingWhenNothingIsNear(String given) {
        assertNull(Nearest.to(given, WORDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "port"})
    void findsTheWordItself(String word) {
        assertEquals(word, Nearest.to(word, WORDS));
    }

    @ParameterizedTest
    @CsvSource({
        "NIFTY, NIFTY, 0",
        "NIFTTY, NIFTY, 1",
        "RELAINCE, RELIANCE, 1",
        "FINKNIFTY, BANKNIFTY, 2",
        "nifty, NIFTY, 5"
    })
    void countsASwapAsOneEdit(String from, String to, int edits) {
        assertEquals(edits, Nearest.edits(from, to));
        assertEquals(edits, Nearest.edits(to, from));
    }
}
