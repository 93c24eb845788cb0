// The option chain, calls to the left and puts to the right of the strike, at any minute of the day.

import {compact, measure, number} from './format.js';
import {el, empty} from './dom.js';
import {address} from './state.js';
import {get, report} from './data.js';
import {byMinute} from './minutes.js';

// The widest spread of a class, in basis points.
const CLASSES = [20, 50, 100, 250, 1000, Infinity];
const HEAD = [['OI', 'wide'], ['Volume', 'wide'], ['bp', 'wide'], ['Spread', ''], ['Bid size', 'wide'], ['Bid', ''],
  ['Ask', ''], ['Ask size', 'wide']];

const liquidity = bps => bps == null ? 'none' : CLASSES.findIndex(widest => bps <= widest);

/** The cells of a call, from the outside to the strike. */
function cells(side, most, isInMoney) {
  const money = isInMoney ? ' money' : '';
  const cell = (text, kind, attributes) => el('td', {class: kind + money, ...attributes}, text);
  if (!side) {
    return HEAD.map(([, kind]) => cell('–', kind));
  }
  const oi = cell(compact(side.oi), 'wide bar');
  oi.style.setProperty('--part', side.oi / most);
  const colour = `liquid-${liquidity(side.spread_bps)}`;
  const symbol = text => report ? text : el('a', {href: address({view: 'book', symbol: side.symbol, from: null, to: null}),
    'aria-label': `Book of ${side.symbol}`}, text);
  return [oi, cell(compact(side.volume), 'wide'), cell(measure(side.spread_bps), `wide ${colour}`),
    cell(symbol(number(side.spread, 2)), colour), cell(number(side.bid_quantity), 'wide'), cell(number(side.bid, 2), ''),
    cell(number(side.ask, 2), ''), cell(number(side.ask_quantity), 'wide')];
}

/** Puts have the strike to their left: bid before ask there too. */
function mirrored(list) {
  const [oi, volume, bps, spread, bidSize, bid, ask, askSize] = list;
  return [bidSize, bid, ask, askSize, spread, bps, volume, oi];
}

function chainTable(answer, choice) {
  if (answer.rows.length === 0) {
    return empty(`No options of ${choice.underlying} with this expiry were recorded on this day.`);
  }
  const most = Math.max(1, ...answer.rows.flatMap(row => [row.ce?.oi ?? 0, row.pe?.oi ?? 0]));
  const head = HEAD.map(([name, kind]) => el('th', {scope: 'col', class: kind}, name));
  const copies = mirrored(HEAD).map(([name, kind]) => el('th', {scope: 'col', class: kind}, name));
  const nearest = answer.rows.reduce((best, row) =>
    Math.abs(row.strike - answer.spot) < Math.abs(best.strike - answer.spot) ? row : best);
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Option chain'},
    el('table', {class: 'chain'},
      el('caption', {}, `${choice.underlying} at ${answer.minute} IST. Spot ${number(answer.spot, 2)}, future `
        + `${number(answer.future, 2)}. OI, volume and sizes are units; shaded is in the money.`),
      el('thead', {}, el('tr', {}, el('th', {colspan: 8, scope: 'colgroup', class: 'side'}, 'Calls (CE)'), el('th', {}),
        el('th', {colspan: 8, scope: 'colgroup', class: 'side'}, 'Puts (PE)')),
      el('tr', {}, head, el('th', {scope: 'col', class: 'strike'}, 'Strike'), copies)),
      el('tbody', {}, answer.rows.map(row => el('tr', {class: row === nearest && answer.spot && 'atm'},
        cells(row.ce, most, answer.spot && row.strike < answer.spot),
        el('th', {scope: 'row', class: 'strike'}, number(row.strike, row.strike % 1 ? 2 : 0)),
        mirrored(cells(row.pe, most, answer.spot && row.strike > answer.spot)))))));
}

function key() {
  const text = CLASSES.map((widest, at) => widest === Infinity ? `over ${number(CLASSES[at - 1])}` : `up to ${number(widest)}`);
  return el('p', {class: 'key'}, 'Spread in bp: ', text.map((one, at) => el('span', {class: `liquid-${at}`}, one)));
}

export async function chain({choice, day: {minutes}}) {
  const draw = async minute => chainTable(await get('chain',
    {date: choice.date, underlying: choice.underlying, expiry: choice.expiry, minute}), choice);
  return [key(), ...await byMinute(minutes, choice.minute, 'Latest', draw)];
}
