package dev.liquidity.receiver.batch;

import dev.liquidity.common.tick.Instrument;
import java.util.List;

/**
 * The instruments of one trade date. Immutable.
 *
 * @param tradeDate {@code 2026-11-22}
 */
public record DayInstruments(String tradeDate, List<Instrument> instruments) {}
