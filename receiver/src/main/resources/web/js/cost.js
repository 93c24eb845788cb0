// What a round trip costs: the future against the synthetic, which is a call and a put at the money.

import {average, compact, measure, number} from './format.js';
import {figure, gapMarks, line, minuteTooltip, points, timeAxis, valueAxis, colour} from './chart.js';
import {empty, picker} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';

const NAMES = {future_cost: 'Future', synthetic_cost: 'Synthetic'};
const KINDS = Object.keys(NAMES);
const GRID = {left: 66, right: 16, top: 34, bottom: 44};

const words = count => `${count} ${Number(count) === 1 ? 'lot' : 'lots'}`;
const percent = part => part == null ? null : part * 100;

/** A chart above, and below it, on the same axis, the share of quotes whose book is too thin: no cost, so its own mark. */
function withThin(xAxis, yAxis, series, thin) {
  const bar = {type: 'bar', name: 'Book too thin', xAxisIndex: 1, yAxisIndex: 1, data: thin, barMaxWidth: 40,
    itemStyle: {color: colour('purple')}, tooltip: {valueFormatter: value => `${measure(value)} % of the quotes`}};
  return {
    legend: {top: 0}, tooltip: {...minuteTooltip, axisPointer: {type: xAxis.type === 'time' ? 'line' : 'shadow'}},
    axisPointer: {link: [{xAxisIndex: 'all'}]},
    grid: [{...GRID, bottom: 138}, {...GRID, top: 'auto', height: 62}],
    xAxis: [{...xAxis, name: '', axisLabel: {show: false}}, {...xAxis, gridIndex: 1}],
    yAxis: [yAxis, valueAxis('Thin (%)', {gridIndex: 1, min: 0, max: 100, interval: 50})],
    series: [...series, bar]};
}

/** The sum of a round trip each minute, in rupees, over the minutes in which both could be traded. */
function cumulative(answer, lots, gaps) {
  const both = answer.minutes.map((_, at) => KINDS.every(kind => answer[kind][lots][at] != null));
  const sums = KINDS.map(kind => {
    let sum = 0;
    return answer[kind][lots].map((points, at) => both[at] ? sum += points * answer.lot * lots : null);
  });
  const left = both.filter(known => !known).length;
  const ends = sums.map((sum, at) => `${NAMES[KINDS[at]]} ₹${compact(Math.round(sum.findLast(value => value != null) ?? 0))}`);
  return figure('The same, cumulative', `A round trip of ${words(lots)} each minute costs ${ends.join(', ')} over the day`
    + (left ? `; ${left} minutes without both are left out.` : '.'), {
    legend: {top: 0}, tooltip: minuteTooltip, grid: GRID, xAxis: timeAxis(answer.minutes[0], answer.minutes.at(-1)),
    yAxis: valueAxis('Cost (₹)', {min: 0, axisLabel: {formatter: compact}}),
    series: sums.map((sum, at) => line(NAMES[KINDS[at]], answer.minutes, sum, {connectNulls: true,
      tooltip: {valueFormatter: value => `₹${number(value)}`}, ...(at === 0 && {markArea: gapMarks(gaps)})}))});
}

function curve({lots, thin, ...answer}) {
  const means = kind => lots.map(count => average(answer[kind][count]));
  const said = lots.map((count, at) => `${words(count)}: ` + KINDS.map(kind =>
    `${NAMES[kind].toLowerCase()} ${measure(means(kind)[at])}`).join(', ')).join('; ');
  return figure('Cost by size', `Average of the minutes, in points. ${said}.`, withThin(
    {type: 'category', data: lots.map(words), name: 'Size of the order', nameLocation: 'middle', nameGap: 26},
    valueAxis('Cost (points)', {min: 0}),
    KINDS.map((kind, at) => ({type: 'line', name: NAMES[kind], data: means(kind), symbolSize: 9,
      symbol: ['circle', 'diamond'][at], tooltip: {valueFormatter: value => `${measure(value)} points`}})),
    lots.map(count => percent(average(thin[count])))), {height: 400});
}

export async function cost({choice}) {
  const [answer, {gaps}] = await Promise.all([
    get('cost', {date: choice.date, underlying: choice.underlying, expiry: choice.expiry}),
    get('overview', {date: choice.date})]);
  const {minutes} = answer;
  if (!KINDS.some(kind => Object.values(answer[kind]).flat().some(value => value != null))) {
    return [empty(`No quotes of the ${choice.underlying} future and of options at the money on this day.`)];
  }
  const lots = answer.lots.map(String).includes(choice.lots) ? choice.lots : String(answer.lots[0]);
  const said = KINDS.map(kind => `${NAMES[kind]} ${measure(average(answer[kind][lots]))} points`).join(', ');
  const lines = KINDS.map((kind, at) => line(NAMES[kind], minutes, answer[kind][lots],
    at === 0 ? {markArea: gapMarks(gaps)} : {}));
  return [
    figure('Cost of a round trip by minute', `Buying ${words(lots)} and selling them back at once, by walking the book. `
      + `On average: ${said}. The future is ${answer.future}, the synthetic its call and put at the money.`,
    withThin(timeAxis(minutes[0], minutes.at(-1)), valueAxis('Cost (points)', {min: 0}), lines,
      points(minutes, answer.thin[lots].map(percent))),
    {height: 420, controls: picker('Size', answer.lots.map(count => [count, words(count)]), lots,
      value => choose({lots: value}))}),
    cumulative(answer, lots, gaps), curve(answer)];
}
