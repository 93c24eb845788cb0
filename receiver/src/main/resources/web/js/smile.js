// The spread of the options against their distance from the money, an expiry a line.

import {day, measure, number, quantile} from './format.js';
import {figure, valueAxis} from './chart.js';
import {empty, picker} from './dom.js';
import {choose} from './state.js';
import {get} from './data.js';
import {byMinute} from './minutes.js';

const UNITS = {spread_bps: 'bp', spread: 'points'};
const SIDES = {otm: 'Out of the money', CE: 'Calls', PE: 'Puts'};
const SHOWN = 5;

const isShown = side => ({type, distance}) => side === 'otm' ? (type === 'CE') === (distance >= 0) : type === side;

function draw(answer, choice, controls) {
  const unit = choice.unit in UNITS ? choice.unit : 'spread_bps';
  const side = choice.type in SIDES ? choice.type : 'otm';
  const expiries = answer.expiries.slice(0, SHOWN).map(expiry => ({...expiry, points: expiry.points
    .filter(isShown(side)).filter(point => point[unit] > 0 && point.distance != null)
    .sort((a, b) => a.distance - b.distance)})).filter(expiry => expiry.points.length > 0);
  if (expiries.length === 0) {
    return empty(`No quotes of ${choice.underlying} options at this time.`);
  }
  const near = ({points}) => quantile(points.filter(point => Math.abs(point.distance) <= 1).map(point => point[unit]), 0.5);
  const title = choice.minute ? `Spread smile at ${choice.minute} IST` : 'Spread smile, the whole day';
  const summary = 'Median within 1 % of the spot: ' + expiries.map(expiry =>
    `${day(expiry.date)} ${expiry.kind} ${measure(near(expiry))} ${UNITS[unit]}`).join(', ') + '.';
  return figure(title, summary, {
    legend: {top: 0, type: 'scroll'}, grid: {left: 62, right: 16, top: 34, bottom: 44},
    tooltip: {trigger: 'item', formatter: ({seriesName, data: [distance, spread, point]}) => [seriesName,
      `${number(point.strike)} ${point.type}, ${number(distance, 2)} % from the spot`,
      `Spread ${measure(point.spread)} points, ${measure(point.spread_bps)} bp`].join('\n')},
    xAxis: {...valueAxis('Strike’s distance from the spot (%)', {nameGap: 26, scale: false})},
    yAxis: valueAxis(`Spread (${UNITS[unit]}, logarithmic)`, {type: 'log'}),
    series: expiries.map(expiry => ({type: 'line', name: `${day(expiry.date)} ${expiry.kind}`, showSymbol: true,
      symbol: expiry.kind === 'monthly' ? 'diamond' : 'circle', symbolSize: 7,
      lineStyle: {width: 1.5, type: expiry.kind === 'monthly' ? 'dashed' : 'solid'},
      data: expiry.points.map(point => [point.distance, point[unit], point])})),
  }, {height: 440, controls});
}

export async function smile({choice, day: {minutes}}) {
  const controls = [
    picker('Options', Object.entries(SIDES), choice.type ?? 'otm', type => choose({type})),
    picker('Unit', [['spread_bps', 'Basis points'], ['spread', 'Points']], choice.unit ?? 'spread_bps',
      unit => choose({unit}))];
  const ask = async minute => draw(await get('smile', {date: choice.date, underlying: choice.underlying, minute}),
    {...choice, minute}, controls);
  return byMinute(minutes, choice.minute, 'Whole day', ask);
}
