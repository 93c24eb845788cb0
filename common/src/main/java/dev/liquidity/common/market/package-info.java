/**
 * India's time, and the exchange's trading days and hours. No state and no clock of its own: callers pass the time,
 * which tests replace. The receiver needs the time only, so far; the calendar stays here beside it, since what is known
 * about the exchange belongs in one place. Its days are read by the configuration.
 */
package dev.liquidity.common.market;
