/**
 * What is measured of a tick's book, and the sums of it by minute that every measure of liquidity follows from. Knows
 * no database: the store writes the sums.
 */
package dev.liquidity.receiver.liquidity;
