-- A measure of the options of an expiry and type, by strike and minute.
WITH cells AS (
  SELECT strike, minute, round({chosen}, 4) AS value
  FROM {liquidity_1m: name = $underlying AND expiry = $expiry AND instrument_type = $type}
    JOIN instruments USING (tradingsymbol)
  GROUP BY strike, minute),
minutes AS (SELECT DISTINCT minute FROM cells),
strikes AS (
  SELECT strike, list(value ORDER BY minute) AS cells
  FROM minutes CROSS JOIN (SELECT DISTINCT strike FROM cells) LEFT JOIN cells USING (strike, minute) GROUP BY strike)
SELECT to_json({
  'minutes': (SELECT coalesce(list(minute ORDER BY minute), []) FROM minutes),
  'strikes': (SELECT coalesce(list(strike ORDER BY strike), []) FROM strikes),
  'values': (SELECT coalesce(list(cells ORDER BY strike), []) FROM strikes),
  'unit': '{unit}'})
