// One instrument's book by price and time, with its trades, zoomable to the second.
import {clock, compact, millis, number} from './format.js';
import {LEGEND, figure, gapMarks, timeAxis, valueAxis} from './chart.js';
import {button, el, empty} from './dom.js';
import {instrument} from './instrument.js';
import {onPoint, raster, scale} from './raster.js';
import {choose} from './state.js';
import {get} from './data.js';

const [OPEN, CLOSE] = ['09:15', '15:30'].map(millis);
const SHORTEST = 30_000;
const COLUMNS = 600;
// Always dark, as books are drawn; blue is buying, orange selling.
const [GROUND, TEXT, BLUE, ORANGE, GREY] = ['#0b0716', '#cfd3da', '#56b4e9', '#ff9d5c', '#dddddd'];
const SIDES = [['Bought', 'triangle', BLUE], ['Sold', 'circle', ORANGE], ['Between', 'rect', GREY]];

/** Shows another range, within the day and not too short. */
function show(start, end) {
  const length = Math.min(Math.max(SHORTEST, end - start), CLOSE - OPEN);
  const first = Math.max(OPEN, Math.min(start, CLOSE - length));
  const [from, to] = [Math.floor(first / 1000), Math.ceil((first + length) / 1000)].map(at => clock(at * 1000, true));
  choose({from, to});
}

/** What changes the range for those who do not drag. */
function rangeControls(from, to) {
  const part = (to - from) / 2;
  const time = (label, value, onTime) => el('label', {}, el('span', {}, label), el('input', {value: clock(value, true),
    size: 8, maxlength: 8, inputmode: 'numeric', pattern: '[01][0-9]:[0-5][0-9]:[0-5][0-9]',
    change: ({target}) => target.reportValidity() && onTime(millis(target.value))}));
  return [time('From', from, value => show(value, Math.max(to, value))),
    time('To', to, value => show(Math.min(from, value), value)),
    button('Earlier', () => show(from - part, to - part)), button('Later', () => show(from + part, to + part)),
    button('Zoom in', () => show(from + part / 2, to - part / 2)), button('Zoom out', () => show(from - part, to + part)),
    button('Whole day', () => show(OPEN, CLOSE))];
}

/** Trades by the side that took the other's price: at the ask or above bought, at the bid or below sold. */
function tradeMarks({trades, bid, ask}, at, step) {
  const largest = Math.max(...trades.map(([, , quantity]) => quantity));
  const sideOf = ([column, price]) => price >= (ask[column] ?? Infinity) ? 0 : price <= (bid[column] ?? 0) ? 1 : 2;
  return SIDES.map(([name, symbol, color], side) => ({type: 'scatter', name, symbol, silent: true, z: 4,
    symbolSize: ([, , quantity]) => 3 + 22 * Math.sqrt(quantity / largest),
    itemStyle: {color, opacity: 0.85, borderColor: '#000', borderWidth: 0.5},
    data: trades.filter(one => sideOf(one) === side)
      .map(([column, price, quantity]) => [at[column] + step / 2, price, quantity])}));
}

export async function book(all) {
  const {symbol, controls} = await instrument(all);
  if (!symbol) {
    return [empty(`No future or option of ${all.choice.underlying} was recorded on this day.`)];
  }
  const {date, from = clock(OPEN, true), to = clock(CLOSE, true)} = all.choice;
  const answer = await get('book', {date, symbol, from, to, columns: COLUMNS});
  const range = el('div', {class: 'controls'}, controls, rangeControls(millis(from), millis(to)));
  const {times, prices, cells, bid, ask, trades} = answer;
  if (cells.length === 0) {
    return [range, empty(`No book of ${symbol} was recorded from ${from} to ${to} IST.`)];
  }
  const at = times.map(millis);
  const step = Math.min(...at.slice(1).map((time, index) => time - at[index]), millis(to) - millis(from));
  const tick = Math.min(...prices.slice(1).map((price, index) => price - prices[index]), prices[0]);
  const colours = scale(cells.map(([, , quantity]) => quantity), 'units', false);
  const marks = tradeMarks(answer, at, step);
  const touch = (name, values, color) => ({type: 'line', name, step: 'end', showSymbol: false, silent: true, z: 3,
    lineStyle: {width: 1.2, color}, itemStyle: {color}, data: values.map((value, column) => [at[column], value])});
  const readout = el('output', {class: 'readout'});
  const found = new Map(cells.map(([column, price, quantity, side]) => [`${column} ${price}`, [quantity, side]]));
  const read = ([time, price]) => {
    const column = at.findLastIndex(start => start <= time);
    const row = prices.findIndex(one => Math.abs(one - price) <= tick / 2);
    const [quantity, side] = found.get(`${column} ${row}`) ?? [];
    return `${times[column]} IST, ₹${number(prices[row], 2)}: `
      + (quantity == null ? 'not in the best five levels' : `${number(quantity)} units ${side ? 'offered' : 'bid'}`);
  };
  const onReady = chart => {
    onPoint(chart, point => readout.textContent = point ? read(point) : '');
    chart.dispatchAction({type: 'takeGlobalCursor', key: 'brush', brushOption: {brushType: 'lineX', brushMode: 'single'}});
    chart.on('brushEnd', ({areas: [area]}) => area && show(...area.coordRange));
  };
  const traded = compact(trades.reduce((sum, [, , quantity]) => sum + quantity, 0));
  return [range, figure(`Book of ${symbol}`, `${from} to ${to} IST, ${step / 1000} s a column; bright is deep. `
    + `${number(trades.length)} trades of ${traded} units. Drag across the chart to zoom in.`, {
    backgroundColor: GROUND, legend: {...LEGEND, textStyle: {color: TEXT}}, toolbox: {show: false},
    brush: {xAxisIndex: 0, brushStyle: {color: 'rgba(255,255,255,.2)', borderColor: '#fff'}},
    grid: {left: 84, right: 18, top: 34, bottom: 44}, xAxis: timeAxis(from, to, {nameTextStyle: {color: TEXT},
      axisLabel: {color: TEXT, formatter: value => clock(value)}}),
    yAxis: valueAxis('Price (₹)', {nameGap: 60, min: prices[0] - tick / 2, max: prices.at(-1) + tick / 2,
      nameTextStyle: {color: TEXT}, splitLine: {show: false},
      axisLabel: {color: TEXT, formatter: value => number(value, 2, 0), showMinLabel: false, showMaxLabel: false}}),
    series: [{...raster(cells.map(([column, price, quantity]) => [at[column] + step / 2, prices[price],
      colours.colour(quantity)]), step, tick), markArea: gapMarks(all.day.gaps, '#ff8a80')},
    touch('Best bid', bid, BLUE), touch('Best ask', ask, ORANGE), ...marks],
  }, {height: 600, onReady, below: el('div', {class: 'under'}, colours.legend, readout)})];
}
