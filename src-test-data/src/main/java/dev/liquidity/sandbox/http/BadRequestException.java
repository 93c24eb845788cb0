package dev.liquidity.sandbox.http;

import java.io.IOException;

/** What came is no HTTP request; the answer is 400. */
public final class BadRequestException extends IOException {
    public BadRequestException(String message) {
        super(message);
    }
}
