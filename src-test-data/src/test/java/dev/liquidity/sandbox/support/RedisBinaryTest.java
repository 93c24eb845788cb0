package dev.liquidity.sandbox.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loader and the system say where redis-server does not run, as it was seen there. */
class RedisBinaryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis-server: error while loading shared libraries: libssl.so.3: cannot open shared object file | libssl3
                    redis-server: error while loading shared libraries: libcrypto.so.3: cannot open shared object file | libssl3
                    redis-server: /lib/libc.so.6: version `GLIBC_2.34' not found (required by redis-server) | glibc 2.34
                    Cannot run program "redis-server": error=2, No such file or directory | glibc 2.34
                    Cannot run program "redis-server": error=13, Permission denied | -Djava.io.tmpdir=
                    """)
    void saysWhatToDoWhereTheServerDoesNotRun(String failure, String remedy) {
        String advice = RedisBinary.advice(failure);
        assertTrue(advice.contains(remedy), advice);
        assertTrue(advice.endsWith("scripts/demo.sh --redis HOST:PORT"), advice);
    }

    @Test
    void repeatsWhatItCannotExplain() {
        assertEquals("redis-server does not start: Bad directive", RedisBinary.advice("Bad directive"));
    }
}
