// The spread of the options against their distance from the money, an expiry a line.
import {day, measure, number, quantile} from './format.js';
import {GRID, LEGEND, figure, valueAxis} from './chart.js';
import {empty, picker} from './dom.js';
import {byMinute} from './minutes.js';
import {choose} from './state.js';
import {get} from './data.js';
const UNITS = {spread_bps: 'bp', spread: 'points'};
const SIDES = {otm: 'Out of the money', CE: 'Calls', PE: 'Puts'};
const SHOWN = 5;

const isOf = (side, {type, distance}) => side === 'otm' ? (type === 'CE') === (distance >= 0) : type === side;

function draw(answer, choice, minute) {
  const unit = choice.unit in UNITS ? choice.unit : 'spread_bps';
  const side = choice.type in SIDES ? choice.type : 'otm';
  const shown = points => points.filter(one => isOf(side, one) && one[unit] > 0).sort((a, b) => a.strike - b.strike);
  const expiries = answer.expiries.map(({date, kind, points}) => ({kind, name: `${day(date, {})} ${kind}`,
    points: shown(points)})).filter(({points}) => points.length > 0).slice(0, SHOWN);
  if (expiries.length === 0) {
    return empty(`No option of ${choice.underlying} was quoted at this time.`);
  }
  const near = ({points}) => quantile(points.filter(one => Math.abs(one.distance) <= 1).map(one => one[unit]), 0.5);
  const reach = Math.ceil(Math.max(...expiries.flatMap(({points}) => points.map(one => Math.abs(one.distance)))));
  const said = expiries.map(expiry => `${expiry.name} ${measure(near(expiry))} ${UNITS[unit]}`).join(', ');
  return figure(minute ? `At ${minute} IST` : 'The whole day', `Median within 1 % of the spot: ${said}.`, {
    legend: LEGEND, grid: {...GRID, top: 50},
    tooltip: {formatter: ({seriesName, data: [distance, , point]}) => [seriesName,
      `${number(point.strike, 2, 0)} ${point.type}, ${number(distance, 2)} % from the spot`,
      `Spread ${measure(point.spread)} points, ${measure(point.spread_bps)} bp`].join('\n')},
    xAxis: valueAxis('Strike’s distance from the spot (%)', {nameGap: 26, min: -reach, max: reach, splitNumber: 10}),
    yAxis: valueAxis(`Spread (${UNITS[unit]}, log scale)`, {type: 'log', axisLine: {onZero: false}}),
    series: expiries.map(({name, kind, points}, at) => ({type: 'line', name, symbolSize: 7,
      symbol: kind === 'monthly' ? 'diamond' : 'circle',
      lineStyle: {width: 1.5, type: kind === 'monthly' ? 'dashed' : 'solid'},
      data: points.map(point => [point.distance, point[unit], point]), ...(at === 0 && {markLine: {silent: true,
        symbol: 'none', data: [{xAxis: 0}], label: {formatter: 'Spot', color: 'inherit'}}})})),
  }, {height: 460, controls: [
    picker('Options', Object.entries(SIDES), side, type => choose({type})),
    picker('Unit', [['spread_bps', 'Basis points'], ['spread', 'Points']], unit, to => choose({unit: to}))]});
}

export function smile({choice, day: {minutes}}) {
  const {date, underlying} = choice;
  return byMinute(minutes, choice.minute, 'Whole day',
    async minute => draw(await get('smile', {date, underlying, minute}), choice, minute));
}
