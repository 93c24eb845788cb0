-- Measures of some instruments by minute.
WITH answers AS (
  SELECT tradingsymbol, minute, {sums}
  FROM {liquidity_1m: tradingsymbol IN ({symbols})} JOIN instruments USING (tradingsymbol)
  GROUP BY tradingsymbol, minute),
minutes AS (SELECT DISTINCT minute FROM answers),
series AS (
  SELECT tradingsymbol, {lists}
  FROM (SELECT DISTINCT unnest([{symbols}]) AS tradingsymbol) CROSS JOIN minutes
    LEFT JOIN answers USING (tradingsymbol, minute)
  GROUP BY tradingsymbol)
SELECT json_object(
  'minutes', (SELECT coalesce(list(minute ORDER BY minute), []) FROM minutes),
  'series', coalesce((SELECT json_group_object(tradingsymbol, to_json({{struct}})) FROM series), '{}'::JSON))
