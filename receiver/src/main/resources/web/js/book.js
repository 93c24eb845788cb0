// One instrument's book by price and time, with its trades, zoomable to the second.

import {clock, compact, millis, number} from './format.js';
import {colour, figure, timeAxis, gapMarks, valueAxis} from './chart.js';
import {el, empty} from './dom.js';
import {instrument} from './instrument.js';
import {onPoint, ramp, raster, scale} from './raster.js';
import {choose} from './state.js';
import {get} from './data.js';

const OPEN = millis('09:15');
const CLOSE = millis('15:30');
const SHORTEST = 30_000;

/** Buttons and times that change the range shown, for those who do not drag. */
function rangeControls(from, to) {
  const go = (start, end) => {
    const length = Math.min(Math.max(SHORTEST, Math.round((end - start) / 1000) * 1000), CLOSE - OPEN);
    const first = Math.round(Math.max(OPEN, Math.min(start, CLOSE - length)) / 1000) * 1000;
    choose({from: clock(first, true), to: clock(first + length, true)});
  };
  const length = to - from;
  const button = (text, start, end) => el('button', {type: 'button', click: () => go(start, end)}, text);
  const time = (label, value, onChange) => el('label', {}, el('span', {}, label), el('input', {type: 'time', step: 1, value,
    change: event => event.target.value && onChange(millis(event.target.value))}));
  return [time('From', clock(from, true), value => go(value, Math.max(to, value + SHORTEST))),
    time('To', clock(to, true), value => go(Math.min(from, value - SHORTEST), value)),
    button('Earlier', from - length / 2, to - length / 2), button('Later', from + length / 2, to + length / 2),
    button('Zoom in', from + length / 4, to - length / 4), button('Zoom out', from - length / 2, to + length / 2),
    button('Whole day', OPEN, CLOSE)];
}

/** Who took the other side's price: a trade at the ask or above was bought, at the bid or below sold. */
function trades(answer, at, step) {
  const largest = Math.max(1, ...answer.trades.map(trade => trade[2]));
  const side = ([column, price]) => price >= (answer.ask[column] ?? Infinity) ? 0 : price <= (answer.bid[column] ?? 0) ? 1 : 2;
  return ['Bought at the ask', 'Sold at the bid', 'Traded between'].map((name, which) => ({
    type: 'scatter', name, z: 4, symbol: ['triangle', 'circle', 'rect'][which], silent: true,
    symbolSize: ([, , quantity]) => 4 + 22 * Math.sqrt(quantity / largest),
    itemStyle: {color: ['#56b4e9', '#ff9d5c', '#dddddd'][which], opacity: 0.85, borderColor: '#000', borderWidth: 0.5},
    data: answer.trades.filter(trade => side(trade) === which)
      .map(([column, price, quantity]) => [at[column] + step / 2, price, quantity])}));
}

export async function book(all) {
  const {symbol, controls} = await instrument(all);
  if (!symbol) {
    return [empty(`No future or option of ${all.choice.underlying} was recorded on this day.`)];
  }
  const from = millis(all.choice.from ?? '09:15:00');
  const to = millis(all.choice.to ?? '15:30:00');
  const [answer, {gaps}] = await Promise.all([
    get('book', {date: all.choice.date, symbol, from: clock(from, true), to: clock(to, true), columns: 600}),
    get('overview', {date: all.choice.date})]);
  const range = el('div', {class: 'controls'}, controls, rangeControls(from, to));
  if (answer.cells.length === 0) {
    return [range, empty(`No book of ${symbol} was recorded between ${clock(from, true)} and ${clock(to, true)} IST.`)];
  }
  const {times, prices, cells, bid, ask} = answer;
  const at = times.map(millis);
  const step = at.length > 1 ? Math.min(...at.slice(1).map((time, index) => time - at[index])) : 1000;
  const tick = Math.min(...prices.slice(1).map((price, index) => price - prices[index]), prices[0]);
  const colours = scale(cells.map(cell => cell[2]), false);
  const touch = (name, values, color) => ({type: 'line', name, step: 'end', showSymbol: false, silent: true, z: 3,
    lineStyle: {width: 1.2, color}, itemStyle: {color}, data: values.map((value, column) => [at[column], value])});
  const readout = el('output', {class: 'readout'}, '');
  const grid = new Map(cells.map(([column, price, quantity, side]) => [`${column} ${price}`, [quantity, side]]));
  const onReady = chart => {
    onPoint(chart, point => {
      const column = point ? at.findLastIndex(time => time <= point[0]) : -1;
      const row = point ? prices.findIndex(price => Math.abs(price - point[1]) <= tick / 2) : -1;
      const [quantity, side] = grid.get(`${column} ${row}`) ?? [];
      readout.textContent = column < 0 || row < 0 ? '' : `${times[column]} IST, ${number(prices[row], 2)}: `
        + (quantity == null ? 'nothing in the best five levels' : `${number(quantity)} units ${side ? 'offered' : 'bid'}`);
    });
    chart.dispatchAction({type: 'takeGlobalCursor', key: 'brush', brushOption: {brushType: 'lineX', brushMode: 'single'}});
    chart.on('brushEnd', ({areas: [area]}) => area && choose({
      from: clock(Math.floor(area.coordRange[0] / 1000) * 1000, true),
      to: clock(Math.ceil(Math.max(area.coordRange[1], area.coordRange[0] + SHORTEST) / 1000) * 1000, true)}));
  };
  const traded = answer.trades.reduce((sum, trade) => sum + trade[2], 0);
  const marks = trades(answer, at, step);
  return [range, figure(`Book of ${symbol}`, `${clock(from, true)} to ${clock(to, true)} IST, ${step / 1000} s a column. `
    + `${number(answer.trades.length)} trades of ${compact(traded)} units. Bright is deep. Drag across the chart to zoom in.`, {
    backgroundColor: '#0b0716', legend: {top: 4, textStyle: {color: '#eee'}, data: marks.map(mark => mark.name)},
    brush: {xAxisIndex: 0, brushType: 'lineX', toolbox: [], brushStyle: {color: 'rgba(255,255,255,.2)', borderColor: '#fff'}},
    grid: {left: 76, right: 16, top: 34, bottom: 44},
    xAxis: timeAxis(clock(from, true), clock(to, true), {nameTextStyle: {color: '#ccc'}, axisLine: {lineStyle: {color: '#999'}},
      axisLabel: {color: '#ccc', formatter: value => clock(value)}}),
    yAxis: valueAxis('Price (₹)', {nameGap: 58, min: prices[0] - tick / 2, max: prices.at(-1) + tick / 2,
      nameTextStyle: {color: '#ccc'}, splitLine: {show: false},
      axisLabel: {color: '#ccc', formatter: value => number(value, 2), showMinLabel: false, showMaxLabel: false}}),
    series: [raster(cells.map(([column, price, quantity]) =>
      [at[column] + step / 2, prices[price], colours.colour(quantity)]), step, tick),
    {...touch('Best bid', bid, '#56b4e9'), markArea: gapMarks(gaps)}, touch('Best ask', ask, '#ff9d5c'), ...marks],
  }, {height: 600, onReady, below: el('div', {class: 'under'}, ramp(colours, 'units'), readout)})];
}
