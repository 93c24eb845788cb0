-- All measures of an underlying's instruments, over the day.
SELECT tradingsymbol, any_value(instrument_type) AS instrument_type, any_value(expiry) AS expiry,
  any_value(strike) AS strike, any_value(lot_size) AS lot_size, {all}
FROM {liquidity_1m: name = $underlying OR tradingsymbol = $spot} JOIN instruments USING (tradingsymbol)
GROUP BY tradingsymbol ORDER BY expiry, strike, tradingsymbol
