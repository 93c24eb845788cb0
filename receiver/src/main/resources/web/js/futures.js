// The futures of an underlying: spread, imbalance and size at the touch.

import {average, measure, quantile} from './format.js';
import {figure, gapMarks, line, minuteTooltip, timeAxis, valueAxis} from './chart.js';
import {empty, picker, table} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';

const UNITS = {spread: 'points', spread_bps: 'bp'};
const STATISTICS = [['Average', average], ['Median', values => quantile(values, 0.5)],
  ['95th percentile', values => quantile(values, 0.95)]];

function byMinute(title, summary, {minutes}, gaps, yAxis, series, more) {
  series[0].markArea = gapMarks(gaps);
  return figure(title, summary, {
    legend: {top: 0}, tooltip: minuteTooltip, grid: {left: 62, right: 16, top: 34, bottom: 44},
    xAxis: timeAxis(minutes[0], minutes.at(-1)), yAxis, series}, more);
}

export async function futures({choice, underlying}) {
  const symbols = underlying.futures.map(future => future.symbol);
  const [answer, {gaps}] = symbols.length === 0 ? [{series: {}}, {}] : await Promise.all([
    get('minutes', {date: choice.date, symbols: symbols.join(','),
      measures: 'spread,spread_bps,imbalance,bid_quantity,ask_quantity'}),
    get('overview', {date: choice.date})]);
  const quoted = underlying.futures.filter(({symbol}) => answer.series[symbol]?.spread.some(value => value != null));
  if (quoted.length === 0) {
    return [empty(`No quote of a ${choice.underlying} future was recorded on this day.`)];
  }
  const unit = choice.unit in UNITS ? choice.unit : 'spread';
  const of = ({symbol}, name) => answer.series[symbol][name];
  const near = quoted[0];
  const lots = name => of(near, name).map(value => value == null ? null : value / near.lot);
  const bid = lots('bid_quantity');
  const ask = lots('ask_quantity');
  const imbalance = of(near, 'imbalance');
  const said = future => STATISTICS.map(([name, statistic]) =>
    `${name.toLowerCase()} ${measure(statistic(of(future, unit)))}`).join(', ');
  return [
    byMinute('Spread', `${near.symbol}, in ${UNITS[unit]}: ${said(near)}.`, answer, gaps,
      valueAxis(`Spread (${UNITS[unit]})`, {min: 0}),
      quoted.map(future => line(future.symbol, answer.minutes, of(future, unit))),
      {controls: picker('Unit', [['spread', 'Points'], ['spread_bps', 'Basis points']], unit, value => choose({unit: value}))}),
    table('Spread over the minutes of the day', ['Future', ...Object.values(UNITS).flatMap(name =>
      STATISTICS.map(([statistic]) => `${statistic} (${name})`))],
    quoted.map(future => [future.symbol, ...Object.keys(UNITS).flatMap(name =>
      STATISTICS.map(([, statistic]) => measure(statistic(of(future, name)))))])),
    byMinute('Imbalance at the touch', `${near.symbol}: ${measure(average(imbalance))} on average. `
      + 'Above 0, more is bid than offered; −1 and 1 are the ends.', answer, gaps,
    valueAxis('Imbalance (−1 to 1)', {min: -1, max: 1}), [line(near.symbol, answer.minutes, imbalance,
      {areaStyle: {opacity: 0.15}, markLine: null})], {height: 240}),
    byMinute('Size at the touch', `${near.symbol}: ${measure(average(bid))} lots bid and ${measure(average(ask))} lots `
      + `offered on average, of ${near.lot} units each.`, answer, gaps, valueAxis('Size (lots)', {min: 0}),
    [line('Best bid', answer.minutes, bid), line('Best ask', answer.minutes, ask)], {height: 260}),
  ];
}
