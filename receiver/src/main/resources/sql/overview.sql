-- What was recorded on a day, by underlying and minute, and the gaps.
WITH days AS MATERIALIZED (SELECT tradingsymbol, minute, ticks FROM {days}),
counts AS MATERIALIZED (
  SELECT underlying, left(m, 5) AS minute, sum(substr(m, 7)::BIGINT) AS ticks, count(*) AS instruments
  FROM (SELECT underlying, unnest(string_split(minute, ',')) AS m FROM days JOIN instruments USING (tradingsymbol))
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
  FROM {feed_gaps})
SELECT to_json({
  'minutes': (SELECT list(minute ORDER BY minute) FROM minutes),
  'coverage': (SELECT coalesce(list(g ORDER BY underlying), []) FROM grid g),
  'gaps': (SELECT coalesce(list(g ORDER BY "from"), []) FROM gaps g),
  'ticks': (SELECT coalesce(sum(ticks), 0)::BIGINT FROM days),
  'instruments': (SELECT count(*) FROM days)})
