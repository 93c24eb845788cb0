// The strikes of an expiry by time, coloured by how liquid they are.
import {average, clock, measure, millis, number} from './format.js';
import {GRID, figure, gapMarks, line, timeAxis, valueAxis} from './chart.js';
import {el, empty, picker} from './dom.js';
import {raster, readout, scale} from './raster.js';
import {choose} from './state.js';
import {get} from './data.js';
const MEASURES = {spread_bps: 'Spread in basis points', spread: 'Spread in points', bid_quantity_5: 'Depth of the bids',
  ask_quantity_5: 'Depth of the asks', volume: 'Volume'};
const TYPES = {CE: 'Calls', PE: 'Puts'};
const STANDS_MINUTES = 30;

/** A row's values, each standing until the next tick, but not for long and not over a gap of the feed. */
function standing(row, minutes, gaps) {
  const ends = gaps.map(({from, to}) => [from.slice(0, 5), to.slice(0, 5)]);
  let since = null;
  return row.map((value, at) => {
    since = value != null ? at : ends.some(([from, to]) => minutes[at] >= from && minutes[at] <= to) ? null : since;
    return since != null && at - since < STANDS_MINUTES ? row[since] : null;
  });
}

/** The spot by minute. The heat map is worth showing without it. */
async function spotOf({date}, {spot}) {
  const answer = spot && await get('minutes', {date, symbols: spot, measures: 'price'}).catch(() => null);
  return line('Spot', answer?.minutes ?? [], answer?.series[spot]?.price ?? [], {z: 3, silent: true,
    lineStyle: {width: 2, color: '#000', shadowColor: '#fff', shadowBlur: 6}});
}

export async function heatmap({choice, choice: {date, expiry, underlying: name}, underlying, day: {gaps}}) {
  const type = choice.type in TYPES ? choice.type : 'CE';
  const measured = choice.measure in MEASURES ? choice.measure : 'spread_bps';
  const [{minutes, strikes, values: own, unit}, spot] = await Promise.all([
    get('heatmap', {date, underlying: name, expiry, type, measure: measured}), spotOf(choice, underlying)]);
  const values = measured === 'volume' ? own : own.map(row => standing(row, minutes, gaps));
  const known = values.flat().filter(value => value > 0);
  const controls = [picker('Options', Object.entries(TYPES), type, value => choose({type: value})),
    picker('Colour', Object.entries(MEASURES), measured, value => choose({measure: value}), {class: 'for-server'})];
  if (known.length === 0) {
    return [el('div', {class: 'controls'}, controls), empty('Nothing of this expiry was recorded on this day.')];
  }
  const isSpread = measured.startsWith('spread');
  const colours = scale(known, unit, isSpread);
  const step = Math.min(...strikes.slice(1).map((strike, at) => strike - strikes[at]), strikes[0]);
  const cells = strikes.flatMap((strike, row) => minutes.flatMap((minute, column) => values[row][column] == null ? []
    : [[millis(minute) + 30_000, strike, colours.colour(values[row][column])]]));
  const means = strikes.map((strike, row) => [strike, average(values[row])]).filter(([, mean]) => mean != null)
    .sort(([, a], [, b]) => isSpread ? a - b : b - a);
  const {below, follow} = readout(colours.legend, (time, price) => {
    const row = strikes.findIndex(strike => Math.abs(strike - price) <= step / 2);
    const minute = clock(time - time % 60_000);
    const value = values[row]?.[minutes.indexOf(minute)];
    const said = value == null ? 'no quote' : `${measure(value)} ${unit}`;
    return `${minute} IST, ${number(strikes[row], 2, 0)} ${type}: ${said}`;
  });
  return [figure(`${TYPES[type]} of ${name}`, `${MEASURES[measured]} by strike and minute: bright is liquid, blank `
    + `not known, the line the spot. Best on average: ${number(means[0][0], 2, 0)}, ${measure(means[0][1])} ${unit}.`, {
    grid: {...GRID, top: 12}, xAxis: timeAxis(minutes[0], clock(millis(minutes.at(-1)) + 60_000)),
    yAxis: valueAxis('Strike', {min: strikes[0] - step / 2, max: strikes.at(-1) + step / 2, nameGap: 54,
      axisLabel: {formatter: value => number(value), showMinLabel: false, showMaxLabel: false}}),
    series: [{...raster(cells, 60_000, step), markArea: gapMarks(gaps)}, spot],
  }, {height: 560, controls, below, onReady: follow})];
}
