/** India's time, the exchange's trading days and hours, and when a recording session begins and ends: functions of a clock, without state. */
package dev.liquidity.common.market;
