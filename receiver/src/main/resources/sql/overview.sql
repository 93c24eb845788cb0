-- What was recorded on a day, by underlying and minute, with the gaps; and the spread of each underlying's nearest
-- future on this day and those before.
WITH packed AS MATERIALIZED (SELECT minute, tradingsymbol, ticks FROM {by_minute | trade_date = $date AND ticks > 0}),
listed AS (SELECT tradingsymbol, underlying FROM instruments WHERE trade_date = $date),
counts AS MATERIALIZED (
  SELECT underlying, minute, sum(ticks) AS ticks, count(*) AS instruments
  FROM (SELECT minute, split_part(one, ' ', 1)::BIGINT AS ticks, substr(one, instr(one, ' ') + 1) AS tradingsymbol
    FROM (SELECT minute, unnest(string_split(tradingsymbol, ',')) AS one FROM packed))
    JOIN listed USING (tradingsymbol)
  GROUP BY ALL),
minutes AS (
  SELECT strftime(TIMESTAMP '2000-01-01 09:00:00' + to_minutes(n), '%H:%M') AS minute FROM range(391) r(n)
  UNION SELECT minute FROM counts),
grid AS (
  SELECT underlying, list(coalesce(ticks, 0)::BIGINT ORDER BY minute) AS ticks,
    list(coalesce(instruments, 0) ORDER BY minute) AS instruments
  FROM minutes CROSS JOIN (SELECT DISTINCT underlying FROM counts) LEFT JOIN counts USING (underlying, minute)
  GROUP BY underlying),
gaps AS (
  SELECT DISTINCT strftime(from_time, '%H:%M:%S') AS "from", strftime(to_time, '%H:%M:%S') AS "to", reason, socket,
    instruments
  FROM {feed_gaps} WHERE trade_date = $date),
spreads AS (
  SELECT trade_date, tradingsymbol, round({measure: spread_bps}, 4) AS spread_bps
  FROM {by_tradingsymbol: instrument_type = 'FUT'} GROUP BY trade_date, tradingsymbol),
nearest AS (
  SELECT trade_date, underlying, arg_min(tradingsymbol, expiry) AS symbol, arg_min(spread_bps, expiry) AS spread_bps
  FROM spreads JOIN instruments USING (trade_date, tradingsymbol) GROUP BY trade_date, underlying),
futures AS (
  SELECT underlying, arg_max(symbol, trade_date) AS symbol,
    list({'date': trade_date, 'spread_bps': spread_bps} ORDER BY trade_date) AS days
  FROM nearest GROUP BY underlying)
SELECT to_json({
  'minutes': (SELECT list(minute ORDER BY minute) FROM minutes),
  'coverage': (SELECT coalesce(list(g ORDER BY underlying), []) FROM grid g),
  'gaps': (SELECT coalesce(list(g ORDER BY "from"), []) FROM gaps g),
  'ticks': (SELECT coalesce(sum(ticks), 0)::BIGINT FROM packed),
  'instruments': (SELECT count(DISTINCT substr(one, instr(one, ' ') + 1))
    FROM (SELECT unnest(string_split(tradingsymbol, ',')) AS one FROM packed)),
  'spread': (SELECT coalesce(list(f ORDER BY underlying), []) FROM futures f)})
