// The futures of an underlying: spread, imbalance and size at the touch.
import {average, measure, quantile} from './format.js';
import {line, minuteFigure, valueAxis} from './chart.js';
import {empty, picker, table} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';
const MEASURES = 'spread,spread_bps,imbalance,bid_quantity,ask_quantity';
const UNITS = {spread: 'points', spread_bps: 'bp'};
const STATISTICS = {Average: average, Median: values => quantile(values, 0.5),
  '95th percentile': values => quantile(values, 0.95)};

export async function futures({choice, underlying, day: {gaps}}) {
  const symbols = underlying.futures.map(future => future.symbol).join(',');
  const {minutes, series} = symbols && await get('minutes', {date: choice.date, symbols, measures: MEASURES});
  const quoted = underlying.futures.filter(({symbol}) => series[symbol]?.spread.some(value => value != null));
  if (quoted.length === 0) {
    return [empty(`No quote of a ${choice.underlying} future was recorded on this day.`)];
  }
  const unit = choice.unit in UNITS ? choice.unit : 'spread';
  const {symbol, lot} = quoted[0];
  const near = series[symbol];
  const lots = name => near[name].map(value => value == null ? null : value / lot);
  const [bid, ask] = [lots('bid_quantity'), lots('ask_quantity')];
  const said = Object.entries(STATISTICS).map(([name, of]) => `${name.toLowerCase()} ${measure(of(near[unit]))}`);
  const eachStatistic = draw => Object.keys(UNITS).flatMap(name =>
    Object.entries(STATISTICS).map(([title, of]) => draw(name, title, of)));
  return [
    minuteFigure('Spread', `${symbol}, in ${UNITS[unit]}: ${said.join(', ')}.`, minutes, gaps,
      valueAxis(`Spread (${UNITS[unit]})`, {min: 0}),
      quoted.map(one => line(one.symbol, minutes, series[one.symbol][unit])), {controls:
        picker('Unit', [['spread', 'Points'], ['spread_bps', 'Basis points']], unit, to => choose({unit: to}))}),
    table('Spread over the minutes of the day',
      ['Future', ...eachStatistic((name, title) => `${title} (${UNITS[name]})`)],
      quoted.map(one => [one.symbol, ...eachStatistic((name, _, of) => measure(of(series[one.symbol][name])))])),
    minuteFigure('Imbalance at the touch', `${symbol}: ${measure(average(near.imbalance))} on average. Above 0, `
      + 'more is bid than offered; at 1 nothing is offered, at −1 nothing is bid.', minutes, gaps,
    valueAxis('Imbalance', {min: -1, max: 1}), [line(symbol, minutes, near.imbalance)], {height: 240}),
    minuteFigure('Size at the touch', `${symbol}: on average ${measure(average(bid))} lots at the best bid `
      + `and ${measure(average(ask))} at the best ask. A lot is ${lot} units.`, minutes, gaps,
    valueAxis('Size (lots)', {min: 0}), [line('Best bid', minutes, bid), line('Best ask', minutes, ask)])];
}
