-- What it costs to buy a future and sell it back, and to do the same with the call and the put at the money, by minute;
-- each for 1, 5, 10 and 50 lots. Strikes far from the day's prices are left out.
WITH future AS (
  SELECT tradingsymbol FROM instruments
  WHERE name = $underlying AND instrument_type = 'FUT' AND expiry >= $expiry ORDER BY expiry LIMIT 1),
traded AS MATERIALIZED (
  SELECT tradingsymbol, minute, strike, {measure: price} AS price, [
    {measure: buy_cost_1} + {measure: sell_cost_1},
    {measure: buy_cost_5} + {measure: sell_cost_5},
    {measure: buy_cost_10} + {measure: sell_cost_10},
    {measure: buy_cost_50} + {measure: sell_cost_50}] AS costs, [
    greatest({measure: buy_thin_1}, {measure: sell_thin_1}),
    greatest({measure: buy_thin_5}, {measure: sell_thin_5}),
    greatest({measure: buy_thin_10}, {measure: sell_thin_10}),
    greatest({measure: buy_thin_50}, {measure: sell_thin_50})] AS thins
  FROM {liquidity_1m: tradingsymbol = $spot OR name = $underlying AND (
      instrument_type = 'FUT' OR expiry = $expiry AND strike BETWEEN
        (SELECT 0.97 * min(price_sum / prices) FROM liquidity_1m
          WHERE prices > 0 AND trade_date = $date AND tradingsymbol IN (
            SELECT tradingsymbol FROM instruments WHERE trade_date = $date
              AND (tradingsymbol = $spot OR name = $underlying AND instrument_type = 'FUT')))
        AND (SELECT 1.03 * max(price_sum / prices) FROM liquidity_1m
          WHERE prices > 0 AND trade_date = $date AND tradingsymbol IN (
            SELECT tradingsymbol FROM instruments WHERE trade_date = $date
              AND (tradingsymbol = $spot OR name = $underlying AND instrument_type = 'FUT'))))}
    JOIN instruments USING (tradingsymbol)
  GROUP BY tradingsymbol, minute, strike),
futures AS (SELECT * FROM traded WHERE tradingsymbol IN (FROM future)),
prices AS (
  SELECT minute, arg_max(price, tradingsymbol = $spot) AS price
  FROM traded WHERE tradingsymbol = $spot OR tradingsymbol IN (FROM future) GROUP BY minute),
options AS (SELECT * FROM traded WHERE strike > 0),
atm AS (
  SELECT minute, arg_min(strike, (abs(strike - prices.price), strike)) AS strike
  FROM options JOIN prices USING (minute) GROUP BY minute),
synthetics AS (
  SELECT minute, strike, list(costs) AS legs, list(thins) AS thin_legs
  FROM options JOIN atm USING (minute, strike) GROUP BY minute, strike HAVING count(*) = 2),
rows AS (
  SELECT minute, s.strike, f.costs AS future, f.thins AS thin,
    list_transform(range(1, 5), lambda n: legs[1][n] + legs[2][n]) AS synthetic,
    list_transform(range(1, 5), lambda n: greatest(thin_legs[1][n], thin_legs[2][n])) AS synthetic_thin
  FROM prices LEFT JOIN futures f USING (minute) LEFT JOIN synthetics s USING (minute))
SELECT to_json({
  'future': (FROM future),
  'lot': (SELECT any_value(lot_size) FROM instruments WHERE name = $underlying AND expiry = $expiry),
  'lots': [1, 5, 10, 50],
  'minutes': coalesce(list(minute ORDER BY minute), []),
  'atm': coalesce(list(strike ORDER BY minute), []),
  'future_cost': {'1': coalesce(list(round(future[1], 4) ORDER BY minute), []),
    '5': coalesce(list(round(future[2], 4) ORDER BY minute), []),
    '10': coalesce(list(round(future[3], 4) ORDER BY minute), []),
    '50': coalesce(list(round(future[4], 4) ORDER BY minute), [])},
  'synthetic_cost': {'1': coalesce(list(round(synthetic[1], 4) ORDER BY minute), []),
    '5': coalesce(list(round(synthetic[2], 4) ORDER BY minute), []),
    '10': coalesce(list(round(synthetic[3], 4) ORDER BY minute), []),
    '50': coalesce(list(round(synthetic[4], 4) ORDER BY minute), [])},
  'thin': {'1': coalesce(list(round(thin[1], 4) ORDER BY minute), []),
    '5': coalesce(list(round(thin[2], 4) ORDER BY minute), []),
    '10': coalesce(list(round(thin[3], 4) ORDER BY minute), []),
    '50': coalesce(list(round(thin[4], 4) ORDER BY minute), [])},
  'synthetic_thin': {'1': coalesce(list(round(synthetic_thin[1], 4) ORDER BY minute), []),
    '5': coalesce(list(round(synthetic_thin[2], 4) ORDER BY minute), []),
    '10': coalesce(list(round(synthetic_thin[3], 4) ORDER BY minute), []),
    '50': coalesce(list(round(synthetic_thin[4], 4) ORDER BY minute), [])}}) FROM rows
