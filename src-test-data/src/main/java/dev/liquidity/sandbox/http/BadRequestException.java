package dev.liquidity.sandbox.http;

import java.io.IOException;

/** Thrown for bytes that are not an HTTP request; the answer is 400. */
public final class BadRequestException extends IOException {
    public BadRequestException(String message) {
        super(message);
    }
}
