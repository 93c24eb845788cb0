-- The spread of each underlying's nearest future over several days.
WITH spreads AS (
  SELECT trade_date, tradingsymbol, round({measure: spread_bps}, 4) AS spread_bps
  FROM {days: instrument_type = 'FUT'} GROUP BY trade_date, tradingsymbol),
nearest AS (
  SELECT trade_date, underlying, arg_min(tradingsymbol, expiry) AS symbol, arg_min(spread_bps, expiry) AS spread_bps
  FROM spreads JOIN instruments USING (trade_date, tradingsymbol) GROUP BY trade_date, underlying),
futures AS (
  SELECT underlying, arg_max(symbol, trade_date) AS symbol,
    list({'date': trade_date, 'spread_bps': spread_bps} ORDER BY trade_date) AS days
  FROM nearest GROUP BY underlying)
SELECT to_json(coalesce(list(f ORDER BY underlying), [])) FROM futures f
