-- What was recorded on a day: its minutes, the gaps, and each underlying with its spot, futures and expiries.
WITH expiries AS (
  SELECT underlying, expiry AS date,
    if(bool_or(regexp_matches(substr(tradingsymbol, length(name) + 3, 3), '[A-Z][A-Z][A-Z]')),
      'monthly', 'weekly') AS kind,
    count(*) AS symbols
  FROM instruments WHERE instrument_type IN ('CE', 'PE') GROUP BY underlying, expiry),
options AS (
  SELECT underlying, list({'date': date, 'kind': kind, 'symbols': symbols} ORDER BY date) AS expiries
  FROM expiries GROUP BY underlying),
others AS (
  SELECT underlying,
    any_value(tradingsymbol) FILTER (expiry IS NULL) AS spot,
    list({'symbol': tradingsymbol, 'expiry': expiry, 'lot': lot_size} ORDER BY expiry)
      FILTER (instrument_type = 'FUT') AS futures
  FROM instruments WHERE instrument_type NOT IN ('CE', 'PE') GROUP BY underlying),
underlyings AS (
  SELECT underlying AS name, spot, coalesce(futures, []) AS futures, coalesce(expiries, []) AS expiries,
    coalesce(list_sum(list_transform(expiries, e -> e.symbols)), 0) AS symbols
  FROM others FULL JOIN options USING (underlying)),
gaps AS (
  SELECT DISTINCT strftime(from_time, '%H:%M:%S') AS "from", strftime(to_time, '%H:%M:%S') AS "to", reason, socket,
    instruments
  FROM {feed_gaps})
SELECT to_json({
  'date': $date,
  'minutes': (SELECT coalesce(list(DISTINCT minute ORDER BY minute), []) FROM {by_minute | ticks > 0}),
  'gaps': (SELECT coalesce(list(g ORDER BY "from"), []) FROM gaps g),
  'underlyings': (SELECT coalesce(list(u ORDER BY len(futures) = 0, symbols DESC, name), []) FROM underlyings u)})
