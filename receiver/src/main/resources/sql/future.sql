-- The nearest future that does not expire before an option, and the strikes around all prices of a day.
WITH future AS (
  SELECT tradingsymbol, lot_size FROM instruments
  WHERE name = $underlying AND instrument_type = 'FUT' AND expiry >= $expiry ORDER BY expiry LIMIT 1),
minutes AS (
  SELECT tradingsymbol = $spot AS is_spot, minute, {measure: price} AS price
  FROM {liquidity_1m: tradingsymbol = $spot OR name = $underlying AND instrument_type = 'FUT'}
  WHERE tradingsymbol = $spot OR tradingsymbol IN (SELECT tradingsymbol FROM future) GROUP BY tradingsymbol, minute),
prices AS (SELECT minute, arg_max(price, is_spot) AS price FROM minutes GROUP BY minute),
strikes AS (SELECT DISTINCT strike FROM instruments WHERE name = $underlying AND expiry = $expiry AND strike > 0)
SELECT concat_ws(',', coalesce((SELECT tradingsymbol FROM future), ''),
  coalesce((SELECT max(strike) FROM strikes WHERE strike <= (SELECT min(price) FROM prices)), 0),
  coalesce((SELECT min(strike) FROM strikes WHERE strike >= (SELECT max(price) FROM prices)), 1e9))
