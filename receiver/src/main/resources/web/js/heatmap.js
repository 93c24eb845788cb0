// The strikes of an expiry by time, coloured by how liquid they are.

import {clock, compact, measure, millis, number} from './format.js';
import {colour, figure, gapMarks, line, timeAxis, valueAxis} from './chart.js';
import {el, empty, picker} from './dom.js';
import {onPoint, ramp, raster, scale} from './raster.js';
import {choose} from './state.js';
import {get} from './data.js';

const MEASURES = {spread_bps: 'Spread (bp)', spread: 'Spread (points)', bid_quantity_5: 'Depth bid (5 levels)',
  ask_quantity_5: 'Depth offered (5 levels)', volume: 'Volume', ticks: 'Ticks'};
const TYPES = {CE: 'Calls (CE)', PE: 'Puts (PE)'};

/** The spot by minute; without it, the heat map is still worth showing. */
async function spotOf(choice, underlying) {
  const nothing = {minutes: [], series: {}};
  return underlying.spot == null ? nothing : get('minutes',
    {date: choice.date, symbols: underlying.spot, measures: 'price'}).catch(() => nothing);
}

export async function heatmap({choice, underlying}) {
  const type = choice.type in TYPES ? choice.type : 'CE';
  const name = choice.measure in MEASURES ? choice.measure : 'spread_bps';
  const [answer, spot, {gaps}] = await Promise.all([
    get('heatmap', {date: choice.date, underlying: choice.underlying, expiry: choice.expiry, type, measure: name}),
    spotOf(choice, underlying), get('overview', {date: choice.date})]);
  const {minutes, strikes, values, unit} = answer;
  const all = values.flat().filter(value => value > 0);
  if (all.length === 0) {
    return [empty(`No quotes of ${choice.underlying} ${TYPES[type].toLowerCase()} with this expiry on this day.`)];
  }
  const colours = scale(all, name.startsWith('spread'));
  const step = Math.min(...strikes.slice(1).map((strike, at) => strike - strikes[at]), strikes[0]);
  const cells = strikes.flatMap((strike, row) => minutes.flatMap((minute, column) => values[row][column] == null ? []
    : [[millis(minute) + 30_000, strike, colours.colour(values[row][column])]]));
  const rowMeans = strikes.map((strike, row) => [strike, values[row].filter(value => value != null)])
    .filter(([, known]) => known.length).map(([strike, known]) => [strike, known.reduce((a, b) => a + b) / known.length]);
  const best = rowMeans.reduce((a, b) => (colours.isLessBetter ? b[1] < a[1] : b[1] > a[1]) ? b : a);
  const readout = el('output', {class: 'readout'}, 'Point at the chart to read a cell.');
  const onReady = chart => onPoint(chart, at => {
    const row = at && strikes.findIndex(strike => Math.abs(strike - at[1]) <= step / 2);
    const column = at && minutes.findIndex(minute => at[0] >= millis(minute) && at[0] < millis(minute) + 60_000);
    readout.textContent = !at || row < 0 ? 'Point at the chart to read a cell.' : `${clock(at[0] - at[0] % 60_000)} IST, `
      + `${number(strikes[row])} ${type}: ${column < 0 || values[row][column] == null ? 'no quote'
        : `${unit === 'units' ? compact(Math.round(values[row][column])) : measure(values[row][column])} ${unit}`}`;
  });
  const prices = spot.series[underlying.spot]?.price ?? [];
  return [figure(`${TYPES[type]} of ${choice.underlying}`, `${MEASURES[name]} of each strike by minute; bright is liquid. `
    + `The most liquid strike of the day is ${number(best[0])}, at ${measure(best[1])} ${unit} on average.`, {
    grid: {left: 72, right: 16, top: 12, bottom: 44},
    xAxis: timeAxis(minutes[0], clock(millis(minutes.at(-1)) + 60_000)),
    yAxis: valueAxis('Strike', {min: strikes[0] - step / 2, max: strikes.at(-1) + step / 2, nameGap: 56,
      axisLabel: {formatter: value => number(value), showMinLabel: false, showMaxLabel: false}}),
    series: [raster(cells, 60_000, step), line('Spot', spot.minutes, prices, {z: 3, silent: true,
      lineStyle: {width: 3, color: colour('surface'), shadowColor: colour('ink'), shadowBlur: 2},
      markArea: gapMarks(gaps), endLabel: {show: false}})],
  }, {height: 560, onReady, below: [el('div', {class: 'under'}, ramp(colours, unit), readout)],
    controls: [picker('Options', Object.entries(TYPES), type, value => choose({type: value})),
      picker('Colour', Object.entries(MEASURES), name, value => choose({measure: value}))]})];
}
