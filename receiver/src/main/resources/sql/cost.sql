-- What it costs to buy a future and sell it back, and to do the same with the call and the put at the money, by minute.
WITH futures AS MATERIALIZED (
  SELECT tradingsymbol = $spot AS is_spot, minute, {measure: price} AS price, {costs}
  FROM {minutes: tradingsymbol = $spot OR tradingsymbol = {future}} JOIN instruments USING (tradingsymbol)
  GROUP BY tradingsymbol, minute),
prices AS (SELECT minute, arg_max(price, is_spot) AS price FROM futures GROUP BY minute),
options AS MATERIALIZED (
  SELECT minute, strike, instrument_type, {costs}
  FROM {minutes: name = $underlying AND expiry = $expiry AND strike BETWEEN {low} AND {high}}
    JOIN instruments USING (tradingsymbol)
  GROUP BY minute, strike, instrument_type),
atm AS (
  SELECT minute, arg_min(strike, (abs(strike - price), strike)) AS strike
  FROM options JOIN prices USING (minute) GROUP BY minute),
synthetic AS (
  SELECT minute, any_value(strike) AS strike, {sums}
  FROM options JOIN atm USING (minute, strike) GROUP BY minute HAVING count(*) = 2),
rows AS (
  SELECT minute, s.strike, {columns}
  FROM prices LEFT JOIN (SELECT * FROM futures WHERE NOT is_spot) f USING (minute)
    LEFT JOIN synthetic s USING (minute))
SELECT to_json({
  'future': nullif({future}, ''),
  'lot': (SELECT any_value(lot_size) FROM instruments WHERE name = $underlying AND expiry = $expiry),
  'lots': [1, 5, 10, 50],
  'minutes': coalesce(list(minute ORDER BY minute), []),
  'atm': coalesce(list(strike ORDER BY minute), []),
  {lists}}) FROM rows
