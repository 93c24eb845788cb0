/**
 * What is subscribed: the exchanges' dumps are read row by row, each underlying's chain is cut out by expiry, type and strike, and the
 * whole is dealt to the sockets. Everything but {@link dev.liquidity.connector.kite.instruments.Selector} is a function of its arguments.
 * No threads.
 */
package dev.liquidity.connector.kite.instruments;
