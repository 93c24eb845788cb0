// The instrument that the book and the live view are of.

import {number} from './format.js';
import {picker} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';

/** The chosen symbol, the nearest future if none is, and a list to pick another from. */
export async function instrument({choice, underlying}) {
  const futures = underlying?.futures.map(future => [future.symbol, future.symbol]) ?? [];
  const {rows} = choice.expiry ? await get('chain',
    {date: choice.date, underlying: choice.underlying, expiry: choice.expiry}) : {rows: []};
  const options = side => rows.filter(row => row[side]).map(row =>
    [row[side].symbol, `${number(row.strike)} ${side.toUpperCase()}`]);
  const symbol = choice.symbol ?? futures[0]?.[0] ?? options('ce')[0]?.[0];
  const groups = [['Futures', futures], ['Calls', options('ce')], ['Puts', options('pe')]];
  const isListed = groups.some(([, list]) => list.some(([listed]) => listed === symbol));
  if (symbol && !isListed) {
    groups.unshift([symbol, symbol]);
  }
  return {symbol, controls: picker('Instrument', groups, symbol, value => choose({symbol: value}))};
}
