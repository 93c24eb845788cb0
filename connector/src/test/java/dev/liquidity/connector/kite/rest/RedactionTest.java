package dev.liquidity.connector.kite.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.Secret;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    @Test
    void hidesASecretWhereverItStands() {
        redaction.hide(new Secret("s3cret-word"));

        assertEquals("got ***, and \"***\"!", redaction.clean("got s3cret-word, and \"s3cret-word\"!"));
    }

    @Test
    void makesOneLineOfManyAndDropsWhatATerminalWouldObey() {
        assertEquals("a b c [31m d", redaction.clean(" a\n\tb\r\nc \u001b[31m\u202e d "));
    }

    @Test
    void cutsALongText() {
        assertEquals("x".repeat(200) + "…", redaction.clean("x".repeat(5000)));
    }

    @Test
    void doesNotCutASecretInHalf() {
        redaction.hide("s3cret-word");

        assertEquals("x".repeat(195) + "***", redaction.clean("x".repeat(195) + "s3cret-word"));
    }

    @Test
    void remembersTheAccountsSecretsThroughManyLogins() {
        redaction.hide("password-of-the-account");
        for (int i = 0; i < 1000; i++) {
            redaction.hide("token-" + i);
        }

        assertEquals("***, ***", redaction.clean("password-of-the-account, token-999"));
    }

    @Test
    void leavesOrdinaryWordsAlone() {
        redaction.hide("a");
        redaction.hide("");

        assertEquals("a banana", redaction.clean("a banana"));
        assertEquals("", redaction.clean(null));
    }
}
