-- The spread of options by their distance from the spot, or else the nearest future, in a minute or over the day.
WITH prices AS (
  SELECT tradingsymbol, {measure: price} AS price
  FROM {{rows}: tradingsymbol = $spot OR name = $underlying AND instrument_type = 'FUT' {when}}
  GROUP BY tradingsymbol),
spot AS MATERIALIZED (
  SELECT arg_min(price, coalesce(expiry, DATE '1900-01-01')) AS spot
  FROM prices JOIN instruments USING (tradingsymbol)),
spreads AS (
  SELECT tradingsymbol, round({measure: spread}, 4) AS spread, round({measure: spread_bps}, 4) AS spread_bps
  FROM {{rows}: name = $underlying AND instrument_type IN ('CE', 'PE') {when}}
  GROUP BY tradingsymbol),
expiries AS (
  SELECT expiry AS date,
    if(bool_or(regexp_matches(substr(tradingsymbol, length(name) + 3, 3), '[A-Z][A-Z][A-Z]')),
      'monthly', 'weekly') AS kind,
    list({'strike': strike, 'type': instrument_type, 'distance': round(100 * (strike / spot - 1), 4), 'spread': spread,
      'spread_bps': spread_bps} ORDER BY strike, instrument_type) AS points
  FROM spreads JOIN instruments USING (tradingsymbol) CROSS JOIN spot
  WHERE spread IS NOT NULL GROUP BY expiry)
SELECT to_json({
  'spot': (SELECT round(spot, 4) FROM spot),
  'expiries': (SELECT coalesce(list(e ORDER BY date), []) FROM expiries e)})
