// What was recorded, and how well.

import {average, clock, compact, day, duration, measure, millis, number, quantile} from './format.js';
import {colour, figure, gapMarks, timeAxis, valueAxis} from './chart.js';
import {el, table, tiles} from './dom.js';
import {get} from './data.js';

const ROW = 64;

const secondsOf = gap => Math.round((millis(gap.to) - millis(gap.from)) / 1000);

/** One row an underlying: ticks of each minute, with the feed's gaps across all rows. */
function coverage({minutes, coverage: rows, gaps}) {
  const silent = row => row.ticks.filter((ticks, at) => !ticks && minutes[at] >= '09:15' && minutes[at] < '15:30').length;
  const summary = rows.map(row => `${row.underlying}: ${compact(row.ticks.reduce((sum, ticks) => sum + ticks, 0))} ticks, `
    + `${silent(row)} minutes of market hours without any`).join('. ');
  const option = width => ({
    tooltip: {trigger: 'axis', formatter: shown => [`${clock(shown[0].axisValue)} IST`, ...shown.map(({seriesIndex: at, value}) =>
      `${rows[at].underlying}: ${number(value[1])} ticks of ${rows[at].instruments[value[2]]} instruments`)].join('\n')},
    axisPointer: {link: [{xAxisIndex: 'all'}]},
    title: rows.map((row, at) => ({text: row.underlying, left: 4, top: at * ROW + 8,
      textStyle: {fontSize: 13, color: colour('ink')}})),
    grid: rows.map((_, at) => ({left: 110, right: 14, top: at * ROW + 8, height: ROW - 16})),
    xAxis: rows.map((_, at) => timeAxis(minutes[0], minutes.at(-1), {gridIndex: at, ...(at < rows.length - 1
      && {axisLabel: {show: false}, axisTick: {show: false}, name: ''})})),
    yAxis: rows.map((row, at) => ({type: 'value', gridIndex: at, min: 0, splitNumber: 1, splitLine: {show: false},
      max: Math.max(1, ...row.ticks), axisLabel: {showMinLabel: false, formatter: compact}})),
    series: rows.map((row, at) => ({type: 'bar', name: row.underlying, xAxisIndex: at, yAxisIndex: at, barCategoryGap: 0,
      barWidth: Math.max(1, Math.ceil((width - 124) / minutes.length)), itemStyle: {color: colour('blue')},
      data: minutes.map((minute, index) => [millis(minute), row.ticks[index], index]), markArea: gapMarks(gaps)})),
  });
  return figure('Ticks per minute', summary, option, {height: rows.length * ROW + 50,
    below: el('p', {class: 'key'}, el('i', {class: 'gap'}), 'Gap of the feed: ticks could not arrive. ',
      'White space without a mark is a quiet market.')});
}

function gapTable(gaps) {
  return gaps.length === 0 ? el('p', {class: 'note'}, 'No gaps of the feed: every tick that was sent could arrive.')
    : table('Gaps of the feed', ['From', 'To', 'Lasted', 'Socket', 'Instruments', 'Reason'], gaps.map(gap => [
      gap.from, gap.to, duration(secondsOf(gap)), gap.socket ?? 'all', number(gap.instruments),
      gap.reason.replaceAll('_', ' ')]));
}

/** Each day's spread of the nearest future. */
function lastDays(futures, date) {
  const dates = [...new Set(futures.flatMap(future => future.days.map(one => one.date)))].sort();
  const summary = futures.map(({symbol, days}) => {
    const now = days.find(one => one.date === date)?.spread_bps;
    const usual = quantile(days.filter(one => one.date !== date).map(one => one.spread_bps), 0.5);
    const change = Math.round((now / usual - 1) * 100);
    return now == null ? `${symbol}: no quotes on this day` : `${symbol}: ${measure(now)} bp`
      + (usual == null ? '' : `, ${Math.abs(change)} % ${change < 0 ? 'tighter' : 'wider'} than the median of the days before`);
  }).join('. ');
  return figure('Spread against the last days', summary, {
    legend: {top: 0, data: futures.map(future => future.symbol)}, grid: {left: 62, right: 20, top: 36, bottom: 44},
    tooltip: {trigger: 'axis'},
    xAxis: {type: 'category', data: dates, name: 'Date', nameLocation: 'middle', nameGap: 26,
      axisLabel: {formatter: value => day(value).replace(/ \d+$/, '')}},
    yAxis: valueAxis('Spread (bp)', {scale: false}),
    series: futures.map(({symbol, days}) => ({type: 'line', name: symbol, symbolSize: 7, symbol: 'circle',
      tooltip: {valueFormatter: value => `${measure(value)} bp`},
      data: dates.map(one => days.find(of => of.date === one)?.spread_bps ?? null)})),
  });
}

export async function overview({choice, dates}) {
  const answer = await get('overview', {date: choice.date});
  const lost = answer.gaps.reduce((sum, gap) => sum + secondsOf(gap), 0);
  const active = answer.minutes.filter((_, at) => answer.coverage.some(row => row.ticks[at] > 0));
  const each = average(answer.coverage.flatMap(row => row.ticks.filter(Boolean)));
  return [
    tiles([
      ['Ticks', compact(answer.ticks), `${number(answer.ticks)} stored`],
      ['Instruments', number(answer.instruments), `of ${answer.coverage.length} underlyings`],
      ['Minutes with ticks', number(active.length), active.length ? `${active[0]} to ${active.at(-1)}, `
        + `${compact(Math.round(each))} ticks a minute and underlying` : ''],
      ['Gaps of the feed', number(answer.gaps.length), lost ? `${duration(lost)} in all` : 'none'],
      ['Now', dates.isRecording && choice.date === dates.today ? 'Recording' : 'Not recording', day(choice.date, true)],
    ]),
    coverage(answer), gapTable(answer.gaps), lastDays(answer.spread, choice.date)];
}
