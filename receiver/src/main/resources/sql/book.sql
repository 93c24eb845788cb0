-- An instrument's book and trades between two times, in columns of equal width: the last book of each.
WITH found AS MATERIALIZED (
  SELECT *, ((id >> 21) - $millis::BIGINT) // $width::BIGINT AS slot,
    volume_traded - lag(volume_traded) OVER (ORDER BY id) AS traded
  FROM {ticks: tradingsymbol = $symbol | id >= CAST($begin AS BIGINT) AND id < CAST($end AS BIGINT)}),
books AS (
  -- A book stands until the next tick, but at most for a minute.
  SELECT *, unnest(range(slot, least(coalesce(lead(slot) OVER (ORDER BY slot), slot + 1 + 60000 // $width::BIGINT),
    slot + 1 + 60000 // $width::BIGINT, $columns::BIGINT))) AS col
  FROM (SELECT * FROM found QUALIFY row_number() OVER (PARTITION BY slot ORDER BY id DESC) = 1)),
levels AS (
  SELECT col, unnest([
    {'price': bid_price_0, 'quantity': bid_quantity_0, 'side': 0},
    {'price': bid_price_1, 'quantity': bid_quantity_1, 'side': 0},
    {'price': bid_price_2, 'quantity': bid_quantity_2, 'side': 0},
    {'price': bid_price_3, 'quantity': bid_quantity_3, 'side': 0},
    {'price': bid_price_4, 'quantity': bid_quantity_4, 'side': 0},
    {'price': ask_price_0, 'quantity': ask_quantity_0, 'side': 1},
    {'price': ask_price_1, 'quantity': ask_quantity_1, 'side': 1},
    {'price': ask_price_2, 'quantity': ask_quantity_2, 'side': 1},
    {'price': ask_price_3, 'quantity': ask_quantity_3, 'side': 1},
    {'price': ask_price_4, 'quantity': ask_quantity_4, 'side': 1}], recursive := true) FROM books),
grid AS MATERIALIZED (
  SELECT min(price) AS bottom, max(price) AS top,
    any_value(tick_size) * greatest(1, ceil((max(price) - min(price)) / any_value(tick_size) / 200)) AS step
  FROM levels CROSS JOIN (SELECT coalesce(nullif(max(tick_size), 0), 0.05) AS tick_size FROM instruments
    WHERE tradingsymbol = $symbol) WHERE price > 0 AND quantity > 0),
cells AS (
  SELECT [col, floor((price - bottom) / step + 1e-6)::BIGINT, sum(quantity)::BIGINT, side] AS cell
  FROM levels CROSS JOIN grid WHERE price > 0 AND quantity > 0
  GROUP BY col, floor((price - bottom) / step + 1e-6), bottom, step, side),
trades AS (
  SELECT [slot, round(sum(last_price * traded) / sum(traded), 4), sum(traded)] AS trade
  FROM found CROSS JOIN grid WHERE traded > 0
  GROUP BY slot, floor((last_price - bottom) / step + 1e-6)),
quotes AS (
  SELECT n, nullif(any_value(bid_price_0), 0) AS bid, nullif(any_value(ask_price_0), 0) AS ask
  FROM range($columns::BIGINT) r(n) LEFT JOIN books ON col = n GROUP BY n)
SELECT to_json({
  'times': (SELECT list(strftime(make_timestamp(($millis::BIGINT + n * $width::BIGINT + 19800000) * 1000),
    '%H:%M:%S') ORDER BY n) FROM range($columns::BIGINT) r(n)),
  'prices': (SELECT if(bottom IS NULL, [], list_transform(range(1 + floor((top - bottom) / step + 1e-6)::BIGINT),
    lambda n: round(bottom + n * step, 4))) FROM grid),
  'cells': (SELECT coalesce(list(cell ORDER BY cell), []) FROM cells),
  'bid': (SELECT list(bid ORDER BY n) FROM quotes),
  'ask': (SELECT list(ask ORDER BY n) FROM quotes),
  'trades': (SELECT coalesce(list(trade ORDER BY trade), []) FROM trades)})
