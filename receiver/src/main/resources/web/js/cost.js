// What a round trip costs: the future against the synthetic, which is a call and a put at the money.
import {average, compact, number} from './format.js';
import {GRID, LEGEND, colour, figure, gapMarks, line, minuteFigure, timeAxis, valueAxis} from './chart.js';
import {empty, picker} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';
const NAMES = {future_cost: 'Future', synthetic_cost: 'Synthetic'};
const KINDS = Object.keys(NAMES);
const [THIN, THIN_AXIS] = [['thin', 'synthetic_thin'], {gridIndex: 1, min: 0, max: 100, interval: 50}];

const words = count => `${count} ${Number(count) === 1 ? 'lot' : 'lots'}`;
const points = value => number(value, 2);
const percent = part => part == null ? null : part * 100;

/** Costs above, and below them the share of quotes whose book is too thin: no cost at all, so a mark of its own. */
function withThin(title, summary, xAxis, series, thin, controls) {
  const bars = thin.map((data, at) => ({type: 'bar', name: `${NAMES[KINDS[at]]} too thin`, data, xAxisIndex: 1,
    yAxisIndex: 1, barMaxWidth: 40, itemStyle: {color: colour(['purple', 'green'][at])},
    tooltip: {valueFormatter: value => `${number(value, 1)} % of the quotes`}}));
  return figure(title, summary, {
    legend: LEGEND, tooltip: {trigger: 'axis'}, axisPointer: {link: [{xAxisIndex: 'all'}]},
    grid: [{...GRID, bottom: 138}, {...GRID, top: 'auto', height: 62}],
    xAxis: [{...xAxis, name: '', axisLabel: {show: false}}, {...xAxis, gridIndex: 1}],
    yAxis: [valueAxis('Cost (points)', {min: 0}), valueAxis('Too thin (%)', THIN_AXIS)],
    series: [...series, ...bars]}, {height: 420, controls});
}

/** A round trip each minute, added up in rupees, over the minutes in which both could be traded. */
function cumulative({minutes, lot, ...costs}, lots, gaps) {
  const both = minutes.map((_, at) => KINDS.every(kind => costs[kind][lots][at] != null));
  const sums = KINDS.map(kind => {
    let sum = 0;
    return costs[kind][lots].map((points, at) => both[at] ? sum += points * lot * lots : null);
  });
  const without = both.filter(isKnown => !isKnown).length;
  const ends = sums.map((sum, at) => `${NAMES[KINDS[at]]} ₹${compact(Math.max(0, ...sum))}`);
  return minuteFigure('The same, cumulative', `If ${words(lots)} went round each minute, by the end of the day: `
    + `${ends.join(', ')}.${without ? ` In ${without} of ${both.length} minutes one had no price: left out.` : ''}`,
  minutes, gaps, valueAxis('Cost (₹)', {min: 0, nameGap: 56, axisLabel: {formatter: compact}}),
  sums.map((sum, at) => line(NAMES[KINDS[at]], minutes, sum,
    {connectNulls: true, tooltip: {valueFormatter: value => `₹${number(value)}`}})));
}

export async function cost({choice, day: {gaps}}) {
  const {date, underlying, expiry} = choice;
  const answer = await get('cost', {date, underlying, expiry});
  const {minutes, future} = answer;
  if (!KINDS.some(kind => Object.values(answer[kind]).flat().some(value => value != null))) {
    return [empty(`No quotes of the ${underlying} future and of options at the money were recorded on this day.`)];
  }
  const lots = answer.lots.map(String).includes(choice.lots) ? choice.lots : String(answer.lots[0]);
  const said = count => KINDS.map(kind => `${NAMES[kind]} ${points(average(answer[kind][count]))}`).join(', ');
  const bySize = answer.lots.map(count => `${words(count)}: ${said(count)}`);
  return [
    withThin('Cost of a round trip by minute', `${words(lots)} bought and sold back at once by walking the book. `
      + `Average in points: ${said(lots)}. The future is ${future}; the synthetic, the call and put at the money.`,
    timeAxis(minutes[0], minutes.at(-1)), KINDS.map(kind => line(NAMES[kind], minutes, answer[kind][lots],
      {tooltip: {valueFormatter: points}, markArea: gapMarks(kind === KINDS[0] ? gaps : [])})),
    THIN.map(kind => line('', minutes, answer[kind][lots].map(percent)).data),
    picker('Size', answer.lots.map(count => [count, words(count)]), lots, value => choose({lots: value}))),
    cumulative(answer, lots, gaps),
    withThin('Cost by size', `Average of the minutes, in points. ${bySize.join('; ')}.`,
      {type: 'category', data: answer.lots.map(words), name: 'Size', nameLocation: 'middle', nameGap: 26},
      KINDS.map((kind, at) => ({type: 'line', name: NAMES[kind], symbolSize: 9, symbol: ['circle', 'diamond'][at],
        data: answer.lots.map(count => average(answer[kind][count])), tooltip: {valueFormatter: points}})),
      THIN.map(kind => answer.lots.map(count => percent(average(answer[kind][count])))))];
}
