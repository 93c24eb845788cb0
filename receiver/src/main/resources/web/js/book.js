// One instrument's book by price and time, with its trades, zoomable to the second.
import {LEGEND, figure, gapMarks, timeAxis, valueAxis} from './chart.js';
import {button, el, empty} from './dom.js';
import {clock, compact, millis, number} from './format.js';
import {instrument} from './instrument.js';
import {raster, readout, scale} from './raster.js';
import {choose} from './state.js';
import {get} from './data.js';
const [OPEN, CLOSE] = ['09:15', '15:30'].map(millis);
const [SHORTEST, SHOWN_AT_FIRST] = [30_000, 600_000];
const COLUMNS = 600;
const MOST_TRADES = 400;
// A trade in a longer column may be older than the quote beside it.
const LONGEST_OF_SIDES = 2_000;
// Always dark, as books are drawn; blue is buying, orange selling.
const [GROUND, TEXT, BLUE, ORANGE, GREY] = ['#0b0716', '#cfd3da', '#56b4e9', '#ff9d5c', '#dddddd'];
const SIDES = [['Bought', 'triangle', BLUE], ['Sold', 'circle', ORANGE], ['Traded', 'diamond', GREY]];

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
    button('Zoom in', () => show(from + part / 2, to - part / 2)),
    button('Zoom out', () => show(from - part, to + part)), button('Whole day', () => show(OPEN, CLOSE))];
}

/** The largest trades, by the side that took the other's price: bought at the ask, sold at the bid. */
function tradeMarks({trades, bid, ask}, middle, step) {
  const largest = trades.toSorted(([, , a], [, , b]) => b - a).slice(0, MOST_TRADES);
  const sideOf = ([column, price]) => step > LONGEST_OF_SIDES ? 2
    : price >= (ask[column] ?? Infinity) ? 0 : price <= (bid[column] ?? 0) ? 1 : 2;
  return SIDES.map(([name, symbol, color], side) => ({type: 'scatter', name, symbol, silent: true, z: 4,
    symbolSize: ([, , quantity]) => 4 + 16 * Math.sqrt(quantity / largest[0][2]),
    itemStyle: {color, opacity: 0.8, borderColor: '#000', borderWidth: 0.5},
    data: largest.filter(one => sideOf(one) === side)
      .map(([column, price, quantity]) => [middle(column), price, quantity])})).filter(({data}) => data.length);
}

export async function book(all) {
  const {symbol, controls} = await instrument(all);
  const last = millis(all.day.minutes.at(-1)) + 60_000;
  const {date, from = clock(last - SHOWN_AT_FIRST, true), to = clock(last, true)} = all.choice;
  const range = el('div', {class: 'controls'}, controls, rangeControls(millis(from), millis(to)));
  const answer = await get('book', {date, symbol, from, to, columns: COLUMNS});
  const {times, prices, cells, bid, ask, trades} = answer;
  if (cells.length === 0) {
    return [range, empty(`No book of ${symbol} was recorded from ${from} to ${to} IST.`)];
  }
  const step = (millis(to) - millis(from)) / times.length;
  const middle = column => millis(from) + (column + 0.5) * step;
  const tick = Math.min(...prices.slice(1).map((price, index) => price - prices[index]), prices[0]);
  const colours = scale(cells.map(([, , quantity]) => quantity), 'units', false);
  const touch = (name, values, color) => ({type: 'line', name, step: 'middle', showSymbol: false, silent: true, z: 3,
    lineStyle: {width: 1.2, color}, itemStyle: {color}, data: values.map((value, column) => [middle(column), value])});
  const found = new Map(cells.map(([column, price, quantity, side]) => [`${column} ${price}`, [quantity, side]]));
  const {below, follow} = readout(colours.legend, (time, price) => {
    const column = Math.floor((time - millis(from)) / step);
    const row = prices.findIndex(one => Math.abs(one - price) <= tick / 2);
    const [quantity, side] = found.get(`${column} ${row}`) ?? [];
    return `${times[column]} IST, ₹${number(prices[row], 2)}: `
      + (quantity == null ? 'not in the best five levels' : `${number(quantity)} units ${side ? 'offered' : 'bid'}`);
  });
  const onReady = chart => {
    follow(chart);
    const brushOption = {brushType: 'lineX', brushMode: 'single'};
    chart.dispatchAction({type: 'takeGlobalCursor', key: 'brush', brushOption});
    chart.on('brushEnd', ({areas: [area]}) => area && show(...area.coordRange));
  };
  const traded = compact(trades.reduce((sum, [, , quantity]) => sum + quantity, 0));
  const shown = trades.length > MOST_TRADES ? ` (the ${MOST_TRADES} largest are shown)` : '';
  return [range, figure(`Book of ${symbol}`, `${from} to ${to} IST, ${number(step / 1000, 1, 0)} s a column; bright is `
    + `deep. ${number(trades.length)} trades${shown} of ${traded} units. Drag across the chart to zoom in.`, {
    backgroundColor: GROUND, legend: {...LEGEND, textStyle: {color: TEXT}}, toolbox: {show: false},
    brush: {xAxisIndex: 0, brushStyle: {color: 'rgba(255,255,255,.2)', borderColor: '#fff'}},
    grid: {left: 84, right: 18, top: 34, bottom: 44}, xAxis: timeAxis(from, to, {nameTextStyle: {color: TEXT},
      axisLabel: {color: TEXT, formatter: value => clock(value)}}),
    yAxis: valueAxis('Price (₹)', {nameGap: 60, min: prices[0] - tick / 2, max: prices.at(-1) + tick / 2,
      nameTextStyle: {color: TEXT}, splitLine: {show: false},
      axisLabel: {color: TEXT, formatter: value => number(value, 2, 0), showMinLabel: false, showMaxLabel: false}}),
    series: [{...raster(cells.map(([column, price, quantity]) => [middle(column), prices[price],
      colours.colour(quantity)]), step, tick), markArea: gapMarks(all.day.gaps, '#ff8a80')},
    touch('Best bid', bid, BLUE), touch('Best ask', ask, ORANGE), ...tradeMarks(answer, middle, step)],
  }, {height: 600, below, onReady})];
}
