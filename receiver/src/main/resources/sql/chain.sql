-- The options of an expiry as they stood at the end of a minute.
WITH counts AS MATERIALIZED (
  SELECT tradingsymbol, split_part(m, ' ', 2) AS minute, split_part(m, ' ', 1)::BIGINT AS ticks
  FROM (SELECT tradingsymbol, unnest(string_split(minute, ',')) AS m
    FROM {by_tradingsymbol: name = $underlying AND expiry = $expiry AND instrument_type IN ('CE', 'PE') | ticks > 0})),
shown AS (SELECT coalesce($minute?, max(minute)) AS minute FROM counts),
last AS MATERIALIZED (
  SELECT *, bid_price_0 > 0 AND bid_quantity_0 > 0 AND ask_quantity_0 > 0 AND ask_price_0 >= bid_price_0 AS is_quote
  FROM {ticks: name = $underlying AND (expiry = $expiry OR instrument_type = 'FUT') OR tradingsymbol = $spot | id IN (
    SELECT (SELECT max(t.id) FROM ticks t
      WHERE t.tradingsymbol = i.tradingsymbol AND t.trade_date = $date AND t.id < CAST($end AS BIGINT))
    FROM instruments i WHERE i.trade_date = $date)}
  QUALIFY row_number() OVER (PARTITION BY tradingsymbol ORDER BY id DESC) = 1),
quotes AS (
  SELECT strike, instrument_type, {
    'symbol': tradingsymbol,
    'bid': nullif(bid_price_0, 0), 'ask': nullif(ask_price_0, 0),
    'spread': if(is_quote, round(ask_price_0 - bid_price_0, 4), NULL),
    'spread_bps': if(is_quote, round(20000 * (ask_price_0 - bid_price_0) / (ask_price_0 + bid_price_0), 4), NULL),
    'bid_quantity': bid_quantity_0, 'ask_quantity': ask_quantity_0,
    'oi': oi, 'volume': volume_traded, 'ticks': coalesce(ticks, 0)} AS quote
  FROM instruments
  LEFT JOIN last USING (tradingsymbol)
  LEFT JOIN (SELECT tradingsymbol, ticks FROM counts JOIN shown USING (minute)) USING (tradingsymbol)
  WHERE name = $underlying AND expiry = $expiry AND instrument_type IN ('CE', 'PE')),
strikes AS (
  SELECT strike, any_value(quote) FILTER (instrument_type = 'CE') AS ce,
    any_value(quote) FILTER (instrument_type = 'PE') AS pe
  FROM quotes GROUP BY strike)
SELECT to_json({
  'minute': (SELECT minute FROM shown),
  'minutes': (SELECT coalesce(list(DISTINCT minute ORDER BY minute), []) FROM counts),
  'spot': (SELECT any_value(last_price) FROM last WHERE tradingsymbol = $spot),
  'future': (SELECT arg_min(last_price, expiry) FROM last JOIN instruments USING (tradingsymbol)
    WHERE instrument_type = 'FUT' AND expiry >= $expiry),
  'rows': (SELECT coalesce(list(s ORDER BY strike), []) FROM strikes s)})
