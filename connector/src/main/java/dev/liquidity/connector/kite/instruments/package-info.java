/**
 * The instruments to subscribe: the exchanges' dumps are read row by row, each underlying's chain is selected by
 * expiry, type and strike, and all chains are dealt to the sockets. Everything but {@link
 * dev.liquidity.connector.kite.instruments.Selector} is a function of its arguments. No threads.
 */
package dev.liquidity.connector.kite.instruments;
