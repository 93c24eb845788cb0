package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;

/** Several attempts did not reach Kite or got no verdict; it may be available later. */
public final class UnavailableException extends UserException {
    public UnavailableException(ExitCode exitCode, String message) {
        super(exitCode, message);
    }
}
