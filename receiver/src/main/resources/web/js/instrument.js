// The instrument that the book and the live view are of.
import {number} from './format.js';
import {picker} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';

/** The chosen symbol, else the nearest future; and a list to pick another from. */
export async function instrument({choice: {date, underlying, expiry, symbol: chosen}, underlying: {futures}}) {
  const {rows} = expiry ? await get('chain', {date, underlying, expiry}) : {rows: []};
  const options = side => rows.filter(row => row[side]).map(row =>
    [row[side].symbol, `${number(row.strike, 2, 0)} ${side.toUpperCase()}`]);
  const groups = [['Futures', futures.map(({symbol}) => [symbol, symbol])], ['Calls', options('ce')],
    ['Puts', options('pe')]];
  const listed = groups.flatMap(([, list]) => list.map(([symbol]) => symbol));
  const symbol = chosen ?? listed[0];
  if (!symbol) {
    throw new Error(`No future or option of ${underlying} was recorded on this day.`);
  }
  const others = !listed.includes(symbol) ? [[symbol, symbol]] : [];
  return {symbol, controls: picker('Instrument', [...others, ...groups], symbol, value => choose({symbol: value}))};
}
