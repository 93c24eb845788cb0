package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;

/** Kite could not be reached, or gave no verdict, for some attempts: a program that has time may try again later. */
public final class UnavailableException extends UserException {
    public UnavailableException(ExitCode exitCode, String message) {
        super(exitCode, message);
    }
}
