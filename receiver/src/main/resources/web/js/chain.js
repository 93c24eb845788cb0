// The option chain: calls left and puts right of the strike, at any minute of the day.
import {compact, measure, number} from './format.js';
import {bar, el} from './dom.js';
import {address} from './state.js';
import {byMinute} from './minutes.js';
import {get, report} from './data.js';

// The widest spread of each colour, in basis points.
const WIDEST = [20, 50, 100, 250, 1000, Infinity];
// From the outside to the strike; on a phone only those that are not wide.
const HEAD = [['OI', 'wide'], ['Volume', 'wide'], ['bp', 'wide'], ['Spread'], ['Bid size', 'wide'], ['Bid'], ['Ask'],
  ['Ask size', 'wide']];

/** As puts stand, right of the strike: the outside is right, and the bid still left of the ask. */
const mirrored = ([oi, volume, bps, spread, ...quotes]) => [...quotes, spread, bps, volume, oi];

function cells(side, most, isInMoney) {
  const cell = (content, at, more = '') =>
    el('td', {class: `${HEAD[at][1] ?? ''} ${isInMoney ? 'money' : ''} ${more}`}, content);
  if (!side) {
    return HEAD.map((_, at) => cell('–', at));
  }
  const {spread_bps: bps} = side;
  const liquid = bps == null ? '' : `liquid liquid-${WIDEST.findIndex(widest => bps <= widest)}`;
  const spread = report ? number(side.spread, 2) : el('a', {'aria-label': `Book of ${side.symbol}`,
    href: address({view: 'book', symbol: side.symbol, from: null, to: null})}, number(side.spread, 2));
  const oi = bar('td', `wide bar ${isInMoney ? 'money' : ''}`, compact(side.oi), side.oi / most);
  return [oi, cell(compact(side.volume), 1), cell(measure(bps), 2, liquid), cell(spread, 3, liquid),
    cell(number(side.bid_quantity), 4), cell(number(side.bid, 2), 5), cell(number(side.ask, 2), 6),
    cell(number(side.ask_quantity), 7)];
}

/** Fills the frame, at first with the money in its middle. */
function fill(frame, said, {rows, spot, future, minute}, underlying) {
  const most = Math.max(1, ...rows.flatMap(({ce, pe}) => [ce?.oi ?? 0, pe?.oi ?? 0]));
  const distance = ({strike}) => Math.abs(strike - spot);
  const money = spot && rows.length && rows.reduce((best, row) => distance(row) < distance(best) ? row : best);
  const heads = list => list.map(([name, kind]) => el('th', {scope: 'col', class: kind}, name));
  const group = name => HEAD.map(([, kind], at) => el('th', {class: `side ${kind}`}, at === 5 ? name : ''));
  said.textContent = rows.length ? `${underlying} at ${minute} IST: spot ${number(spot, 2)}, `
    + `future ${number(future, 2)}. OI, volume and sizes are in units; shaded is in the money.`
    : 'No option of this expiry was recorded on this day.';
  frame.replaceChildren(el('table', {class: 'chain'},
    el('thead', {}, el('tr', {}, group('Calls'), el('th', {class: 'side'}), group('Puts')),
      el('tr', {}, heads(HEAD), el('th', {scope: 'col', class: 'strike'}, 'Strike'), heads(mirrored(HEAD)))),
    el('tbody', {}, rows.map(row => el('tr', {class: row === money && 'atm'},
      cells(row.ce, most, spot && row.strike < spot),
      el('th', {scope: 'row', class: 'strike'}, number(row.strike, 2, 0)),
      mirrored(cells(row.pe, most, spot && row.strike > spot)))))));
  if (!frame.isConnected) {
    requestAnimationFrame(() => frame.scrollTop = frame.querySelector('.atm')?.offsetTop - frame.clientHeight / 2);
  }
}

export async function chain({choice: {date, underlying, expiry, minute: chosen}, day: {minutes}}) {
  const frame = el('div', {class: 'frame', tabindex: 0, role: 'region', 'aria-label': 'Option chain'});
  const said = el('figcaption');
  const whole = el('figure', {}, said, frame);
  const key = WIDEST.map((widest, at) => el('span', {class: `liquid-${at}`},
    widest === Infinity ? `over ${number(WIDEST[at - 1])}` : `up to ${number(widest)}`));
  return [el('p', {class: 'key'}, 'Spread in bp:', key), ...await byMinute(minutes, chosen, 'Latest', async minute => {
    fill(frame, said, await get('chain', {date, underlying, expiry, minute}), underlying);
    return whole;
  })];
}
