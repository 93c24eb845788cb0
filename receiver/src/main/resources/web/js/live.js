// An instrument as its ticks arrive.
import {clock, compact, measure, number} from './format.js';
import {GRID, figure, valueAxis} from './chart.js';
import {bar, el, empty, table, tiles} from './dom.js';
import {instrument} from './instrument.js';
import {IST_MILLIS, path} from './data.js';
const [KEPT_MILLIS, RETRY_MILLIS, SILENT_SECONDS] = [300_000, 3_000, 10];

/** The levels of each side, the best ones in the middle. */
function ladder({buy, sell}) {
  const most = Math.max(1, ...[...buy, ...sell].map(level => level.quantity));
  const row = side => ({price, quantity, orders}) => [side, number(price, 2),
    bar('div', `bar ${side.toLowerCase()}`, number(quantity), quantity / most), number(orders)];
  return table('Order book', ['Side', 'Price', 'Units', 'Orders'], [...sell.map(row('Ask')).reverse(),
    ...buy.map(row('Bid'))]);
}

/** Listens to an instrument, again and again. Returns what ends that. */
function listen(symbol, onTick, say) {
  let [source, last, retry] = [null, Date.now(), null];
  const open = () => {
    source = new EventSource(path('live', {symbol}));
    source.onopen = () => say('Connected; waiting for a tick');
    source.onmessage = ({data}) => {
      const {error, ...tick} = JSON.parse(data);
      last = error ? Infinity : Date.now();
      say(error ?? 'Live', !error);
      error || onTick(tick);
    };
    source.onerror = () => {
      say('The connection is lost; reconnecting');
      retry = source.readyState === EventSource.CLOSED && setTimeout(open, RETRY_MILLIS);
    };
  };
  const watch = setInterval(() => {
    const silent = Math.round((Date.now() - last) / 1000);
    if (silent >= SILENT_SECONDS && source.readyState === EventSource.OPEN) {
      say(`No tick for ${silent} s: the market is closed, or the feed is away`);
    }
  }, 1000);
  open();
  return () => [source.close(), clearInterval(watch), clearTimeout(retry)];
}

export async function live(all) {
  const {symbol, controls} = await instrument(all);
  const state = el('p', {class: 'state', role: 'status'}, 'Connecting');
  const now = el('div', {}, empty('Waiting for the first tick.'));
  let [seen, chart] = [[], null];
  const draw = ({time, last_price: price, volume, oi, buy, sell}) => {
    const spread = sell[0] && buy[0] ? sell[0].price - buy[0].price : null;
    now.replaceChildren(tiles([['Last price', `₹${number(price, 2)}`, `${time} IST`],
      ['Spread', number(spread, 2), `points, ${measure(spread / (sell[0]?.price + buy[0]?.price) * 20_000)} bp`],
      ['Volume', compact(volume), 'units today'], ['OI', compact(oi), 'units']]), ladder({buy, sell}));
    const at = Date.now() + IST_MILLIS;
    seen = [...seen.filter(([then]) => then > at - KEPT_MILLIS), [at, spread]];
    chart?.setOption({series: [{data: seen}]});
  };
  const drawn = figure('Spread of the last five minutes', `${symbol}, as ticks arrive.`, {
    grid: {...GRID, top: 14}, tooltip: {trigger: 'axis'},
    xAxis: {type: 'time', name: 'Time (IST)', nameLocation: 'middle', nameGap: 26, splitLine: {show: false},
      axisLabel: {formatter: value => clock(value, true)}}, yAxis: valueAxis('Spread (points)', {min: 0}),
    series: [{type: 'line', name: 'Spread', step: 'end', showSymbol: false, data: [],
      tooltip: {valueFormatter: value => `${number(value, 2)} points`}}],
  }, {height: 480, onReady: made => chart = made});
  const say = (text, isWell = false) => {
    state.textContent = text;
    state.classList.toggle('well', isWell);
  };
  drawn.leave = listen(symbol, draw, say);
  return [el('div', {class: 'controls'}, controls, state), el('div', {class: 'split'}, now, drawn)];
}
