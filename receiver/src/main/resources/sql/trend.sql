-- The spread of each underlying's nearest future over several days.
WITH spreads AS (
  SELECT trade_date, tradingsymbol, round({measure: spread_bps}, 4) AS spread_bps
  FROM {days: instrument_type = 'FUT' AND expiry = (SELECT min(n.expiry) FROM instruments n
    WHERE n.trade_date = i.trade_date AND n.name = i.name AND n.instrument_type = 'FUT')}
  GROUP BY trade_date, tradingsymbol),
futures AS (
  SELECT underlying, arg_max(tradingsymbol, trade_date) AS symbol,
    list({'date': trade_date, 'spread_bps': spread_bps} ORDER BY trade_date) AS days
  FROM spreads JOIN instruments USING (trade_date, tradingsymbol) GROUP BY underlying)
SELECT to_json(coalesce(list(f ORDER BY underlying), [])) FROM futures f
