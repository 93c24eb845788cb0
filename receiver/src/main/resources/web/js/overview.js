// What was recorded, and how well.
import {clock, compact, day, duration, measure, millis, number, quantile} from './format.js';
import {GRID, LEGEND, colour, figure, gapMarks, timeAxis, valueAxis} from './chart.js';
import {el, table, tiles} from './dom.js';
import {get} from './data.js';
const [ROW, LEFT, RIGHT] = [78, 52, 14];
const GAPS = ['From (IST)', 'To (IST)', 'Lasted', 'Socket', 'Instruments', 'Reason'];

const secondsOf = gap => Math.round((millis(gap.to) - millis(gap.from)) / 1000);

/** For how long ticks were missing; what several sockets missed at a time counts once. */
function lostSeconds(gaps) {
  let [lost, until] = [0, 0];
  for (const {from, to} of [...gaps].sort((one, other) => millis(one.from) - millis(other.from))) {
    lost += Math.max(0, millis(to) - Math.max(until, millis(from)));
    until = Math.max(until, millis(to));
  }
  return Math.round(lost / 1000);
}

/** A row an underlying: ticks of each minute, with the feed's gaps across all rows. */
function coverage({minutes, coverage: rows, gaps}) {
  const summary = rows.map(({underlying, ticks}) => {
    const silent = ticks.filter((count, at) => !count && minutes[at] >= '09:15' && minutes[at] < '15:30').length;
    return `${underlying}: ${compact(ticks.reduce((sum, count) => sum + count, 0))} ticks, `
      + (silent ? `none in ${silent} min of market hours.` : 'some in each minute of market hours.');
  }).join(' ');
  const isLast = at => at === rows.length - 1;
  const ofRow = ({underlying, ticks, instruments}, at) =>
    `${underlying}: ${number(ticks[at])} ticks of ${instruments[at]} instruments`;
  const formatter = shown => [`${clock(shown[0].axisValue)} IST`,
    ...shown.map(({seriesIndex, dataIndex}) => ofRow(rows[seriesIndex], dataIndex))].join('\n');
  const textStyle = {fontSize: 13, color: colour('ink')};
  return figure('Ticks per minute', summary, width => ({
    tooltip: {trigger: 'axis', formatter}, axisPointer: {link: [{xAxisIndex: 'all'}]},
    title: rows.map(({underlying: text}, at) => ({text, left: LEFT - 5, top: at * ROW, textStyle})),
    grid: rows.map((_, at) => ({left: LEFT, right: RIGHT, top: at * ROW + 24, height: ROW - 34})),
    xAxis: rows.map((_, at) => timeAxis(minutes[0], minutes.at(-1), {gridIndex: at,
      ...(!isLast(at) && {axisLabel: {show: false}, axisTick: {show: false}, name: ''})})),
    yAxis: rows.map(({ticks}, at) => ({type: 'value', gridIndex: at, min: 0, max: Math.max(1, ...ticks),
      interval: Math.max(1, ...ticks), splitLine: {show: false}, axisLabel: {formatter: compact, fontSize: 11}})),
    series: rows.map(({underlying, ticks}, at) => ({type: 'bar', name: underlying, xAxisIndex: at, yAxisIndex: at,
      barWidth: Math.max(1, Math.ceil((width - LEFT - RIGHT) / minutes.length)), itemStyle: {color: colour('blue')},
      data: minutes.map((minute, index) => [millis(minute), ticks[index]]), markArea: gapMarks(gaps)})),
  }), {height: rows.length * ROW + 40, below: el('p', {class: 'key'}, el('span', {}, el('i'),
    'Gap of the feed: ticks could not arrive. White space without this mark is a quiet market.'))});
}

/** The spread of each day, of the nearest future of each underlying. */
function lastDays(futures, date) {
  const dates = [...new Set(futures.flatMap(({days}) => days.map(one => one.date)))].sort();
  const on = ({days}, wanted) => days.find(one => one.date === wanted)?.spread_bps;
  const summary = futures.map(future => {
    const now = on(future, date);
    const usual = quantile(dates.filter(one => one !== date).map(one => on(future, one)), 0.5);
    const change = Math.round((now / usual - 1) * 100);
    return `${future.symbol}: ` + (now == null ? 'not quoted on this day.' : `${measure(now)} bp` + (usual == null ? '.'
      : `, ${!change ? 'as usual' : `${Math.abs(change)} % ${change < 0 ? 'tighter' : 'wider'} than usual`}.`));
  }).join(' ');
  return figure('Spread against the last days', `${summary} Usual is the median of the days before.`, {
    legend: LEGEND, grid: GRID, tooltip: {trigger: 'axis'},
    xAxis: {type: 'category', data: dates, name: 'Date', nameLocation: 'middle', nameGap: 26,
      axisLabel: {formatter: value => day(value, {})}},
    yAxis: valueAxis('Spread (bp)', {scale: false}),
    series: futures.map((future, at) => ({type: 'line', name: future.symbol, symbolSize: 8,
      symbol: ['circle', 'diamond', 'triangle', 'rect'][at % 4], data: dates.map(one => on(future, one) ?? null),
      tooltip: {valueFormatter: value => `${measure(value)} bp`}})),
  });
}

export async function overview({choice, dates}) {
  const {gaps, ...answer} = await get('overview', {date: choice.date});
  const active = answer.minutes.filter((_, at) => answer.coverage.some(({ticks}) => ticks[at] > 0));
  const now = dates.isRecording ? 'Recording' : 'Not recording';
  const lost = duration(lostSeconds(gaps));
  const reasons = gaps.map(({from, to, ...gap}) => [from, to, duration(secondsOf({from, to})), gap.socket ?? 'all',
    number(gap.instruments), gap.reason.replaceAll('_', ' ')]);
  return [
    tiles([
      ['Ticks', compact(answer.ticks), `${number(answer.ticks)} stored`],
      ['Instruments', number(answer.instruments), `of ${answer.coverage.length} underlyings`],
      ['Minutes with ticks', number(active.length), active.length ? `${active[0]} to ${active.at(-1)} IST` : ''],
      ['Gaps of the feed', number(gaps.length), gaps.length ? `${lost} in all` : 'every tick could arrive'],
      ...(dates.today ? [['Now', now, dates.redis ?? day(dates.today)]] : [])]),
    coverage({...answer, gaps}),
    ...(gaps.length ? [table('Gaps of the feed', GAPS, reasons)] : []),
    ...(answer.spread.length ? [lastDays(answer.spread, choice.date)] : [])];
}
