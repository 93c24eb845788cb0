-- What a report of an underlying is about: the nearest expiry of its options, its futures and its spot.
SELECT concat_ws('|', coalesce(min(expiry) FILTER (instrument_type IN ('CE', 'PE'))::VARCHAR, ''),
  coalesce(string_agg(tradingsymbol, ',' ORDER BY expiry) FILTER (instrument_type = 'FUT'), ''),
  coalesce(any_value(tradingsymbol) FILTER (expiry IS NULL), ''))
FROM instruments WHERE underlying = $underlying
