// An instrument as its ticks arrive.

import {compact, measure, number} from './format.js';
import {figure, valueAxis} from './chart.js';
import {el, empty, tiles} from './dom.js';
import {instrument} from './instrument.js';
import {path} from './data.js';

const KEPT_MILLIS = 300_000;
const SILENT_MILLIS = 10_000;
const RETRY_MILLIS = 3_000;
const LEVELS = [4, 3, 2, 1, 0];

/** Five levels of each side, the best ones in the middle. */
function ladder({buy, sell}) {
  const most = Math.max(1, ...[...buy, ...sell].map(level => level.quantity));
  const row = (level, side) => {
    const bar = el('td', {class: `bar ${side}`}, number(level?.quantity));
    bar.style.setProperty('--part', (level?.quantity ?? 0) / most);
    return el('tr', {class: side}, el('th', {scope: 'row'}, side === 'sell' ? 'Ask' : 'Bid'),
      el('td', {}, number(level?.price, 2)), bar, el('td', {}, number(level?.orders)));
  };
  return el('table', {class: 'ladder'}, el('caption', {}, 'Order book'), el('thead', {}, el('tr', {},
    ['Side', 'Price', 'Units', 'Orders'].map(name => el('th', {scope: 'col'}, name)))),
  el('tbody', {}, LEVELS.map(at => row(sell[at], 'sell')), LEVELS.toReversed().map(at => row(buy[at], 'buy'))));
}

export async function live(all) {
  const {symbol, controls} = await instrument(all);
  if (!symbol) {
    return [empty('There is no instrument to show yet.')];
  }
  const state = el('p', {class: 'state', role: 'status'}, 'Connecting…');
  const now = el('div', {class: 'now'});
  const seen = [];
  let chart = null;
  let source = null;
  let last = 0;
  let retry = null;
  let frame = null;
  const say = (text, isWell) => {
    if (state.textContent !== text) {
      state.textContent = text;
      state.classList.toggle('well', Boolean(isWell));
    }
  };
  const draw = tick => {
    const spread = tick.sell[0] && tick.buy[0] ? tick.sell[0].price - tick.buy[0].price : null;
    const mid = spread == null ? null : (tick.sell[0].price + tick.buy[0].price) / 2;
    now.replaceChildren(tiles([['Last price', `₹${number(tick.last_price, 2)}`, `${tick.time} IST`],
      ['Spread', `${number(spread, 2)} points`, mid ? `${measure(spread / mid * 10_000)} bp` : ''],
      ['Volume', compact(tick.volume), 'units today'], ['OI', compact(tick.oi), 'units']]), ladder(tick));
    seen.push([Date.now(), spread]);
    while (seen[0][0] < Date.now() - KEPT_MILLIS) {
      seen.shift();
    }
    chart?.setOption({series: [{data: seen}], xAxis: {min: Date.now() - KEPT_MILLIS, max: Date.now()}});
  };
  const open = () => {
    source = new EventSource(path('live', {symbol}));
    source.onopen = () => say('Connected, waiting for a tick…');
    source.onmessage = event => {
      last = Date.now();
      say('Live', true);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => draw(JSON.parse(event.data)));
    };
    source.addEventListener('away', event => say(JSON.parse(event.data).error));
    source.onerror = () => {
      say('The connection is lost. Reconnecting…');
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(retry);
        retry = setTimeout(open, RETRY_MILLIS);
      }
    };
  };
  const watch = setInterval(() => {
    const silent = Date.now() - last;
    if (last && silent > SILENT_MILLIS && source.readyState === EventSource.OPEN) {
      say(`No tick for ${Math.round(silent / 1000)} s: the market is closed, or the feed is away.`);
    }
  }, 1000);
  open();
  const drawn = figure('Spread of the last five minutes', `${symbol}, in points, as ticks arrive.`, {
    grid: {left: 62, right: 16, top: 14, bottom: 44}, tooltip: {trigger: 'axis'}, useUTC: false,
    xAxis: {type: 'time', name: 'Time of this computer', nameLocation: 'middle', nameGap: 26, splitLine: {show: false}},
    yAxis: valueAxis('Spread (points)', {min: 0}),
    series: [{type: 'line', name: 'Spread', step: 'end', showSymbol: false, data: seen,
      tooltip: {valueFormatter: value => `${number(value, 2)} points`}}],
  }, {onReady: made => {
    chart = made;
  }});
  drawn.leave = () => {
    source.close();
    clearInterval(watch);
    clearTimeout(retry);
    cancelAnimationFrame(frame);
  };
  return [el('div', {class: 'controls'}, controls, state), el('div', {class: 'split'}, now, drawn)];
}
