-- All measures of an underlying's futures and spot, by minute.
SELECT minute, tradingsymbol, {all}
FROM {liquidity_1m: name = $underlying AND instrument_type = 'FUT' OR tradingsymbol = $spot}
  JOIN instruments USING (tradingsymbol)
GROUP BY minute, tradingsymbol ORDER BY minute, tradingsymbol
