-- Measures of some instruments by minute.
WITH answers AS (
  SELECT tradingsymbol, minute, {measures}
  FROM {minutes: tradingsymbol IN ({symbols})} JOIN instruments USING (tradingsymbol) GROUP BY tradingsymbol, minute),
minutes AS (SELECT DISTINCT minute FROM answers),
lists AS (
  SELECT tradingsymbol, {lists}
  FROM minutes CROSS JOIN (SELECT DISTINCT tradingsymbol FROM answers) LEFT JOIN answers USING (tradingsymbol, minute)
  GROUP BY tradingsymbol),
series AS (SELECT * FROM (SELECT DISTINCT unnest([{symbols}]) AS tradingsymbol) LEFT JOIN lists USING (tradingsymbol))
SELECT json_object(
  'minutes', (SELECT coalesce(list(minute ORDER BY minute), []) FROM minutes),
  'series', (SELECT json_group_object(tradingsymbol, to_json({{struct}})) FROM series))
