// Charts by Apache ECharts in the page's colours. Tooltips are drawn, so that nothing of them is HTML.
import {clock, measure, millis, number} from './format.js';
import {el} from './dom.js';
export const [LEGEND, GRID] = [{top: 0, type: 'scroll'}, {left: 68, right: 18, top: 34, bottom: 44}];
const charts = new Map();

/** A colour of app.css, as the browser resolves it now. */
export function colour(name) {
  const probe = document.body.appendChild(el('i'));
  probe.style.color = `var(--${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function theme() {
  const [ink, muted, line, surface] = ['ink', 'muted', 'line', 'surface'].map(colour);
  const {fontFamily} = getComputedStyle(document.body);
  const stroke = {lineStyle: {color: muted}};
  const axis = {axisLine: stroke, axisTick: stroke, axisLabel: {color: muted, hideOverlap: true},
    nameTextStyle: {color: muted}, splitLine: {lineStyle: {color: line}}};
  const color = ['blue', 'orange', 'green', 'purple', 'ink'].map(colour);
  return {color, textStyle: {color: ink, fontFamily}, animation: false,
    legend: {textStyle: {color: ink}, inactiveColor: muted, pageTextStyle: {color: ink}, pageIconColor: ink},
    tooltip: {renderMode: 'richText', confine: true, backgroundColor: surface, borderColor: muted, borderWidth: 1,
      textStyle: {color: ink, fontSize: 13, fontFamily}}, axisPointer: stroke,
    timeAxis: axis, valueAxis: axis, logAxis: axis, categoryAxis: {...axis, splitLine: {show: false}}};
}

// A chart is made when its element gets a size, follows that, and goes when the element has gone.
const sizes = new ResizeObserver(entries => entries.forEach(({target, contentRect}) => {
  const {option, onReady, chart} = charts.get(target);
  if (!target.isConnected) {
    sizes.unobserve(target);
    charts.delete(target);
    chart?.dispose();
  } else if (chart) {
    chart.resize();
  } else if (contentRect.width > 0) {
    const made = charts.get(target).chart = echarts.init(target, theme());
    made.setOption({useUTC: true, ...(typeof option === 'function' ? option(contentRect.width) : option)});
    onReady?.(made);
  }
}));

/** A chart with its title and a sentence that says what it shows. An option that is a function gets the width. */
export function figure(title, summary, option, {height = 320, controls = [], below = [], onReady} = {}) {
  const place = el('div', {class: 'chart', role: 'img', 'aria-label': `${title}. ${summary}`});
  place.style.height = `${height}px`;
  charts.set(place, {option, onReady});
  sizes.observe(place);
  return el('figure', {}, el('div', {class: 'top'}, el('h3', {}, title), controls),
    el('figcaption', {}, summary), place, below);
}

/** A chart over the minutes of a day, with the feed's gaps. */
export function minuteFigure(title, summary, minutes, gaps, yAxis, [first, ...rest], more) {
  return figure(title, summary, {
    legend: LEGEND, tooltip: {trigger: 'axis'}, grid: GRID, yAxis,
    xAxis: timeAxis(minutes[0], minutes.at(-1)), series: [{...first, markArea: gapMarks(gaps)}, ...rest]}, more);
}

/** An axis of the time of day. */
export function timeAxis(first, last, more = {}) {
  return {type: 'time', min: millis(first), max: millis(last), name: 'Time (IST)', nameLocation: 'middle', nameGap: 26,
    splitLine: {show: false}, axisLabel: {formatter: value => clock(value)},
    axisPointer: {label: {formatter: ({value}) => `${clock(value - value % 1000)} IST`}}, ...more};
}

/** An axis of numbers; its name has the unit. */
export function valueAxis(name, more = {}) {
  return {type: 'value', name, nameLocation: 'middle', nameGap: 50, scale: true,
    axisLabel: {formatter: value => number(value, 3, 0)}, ...more};
}

/** A line by minute, which breaks where minutes are missing. */
export function line(name, minutes, values, more = {}) {
  const data = minutes.flatMap((minute, at) => {
    const isBroken = at > 0 && millis(minute) - millis(minutes[at - 1]) > 60_000;
    return [...(isBroken ? [[millis(minute) - 60_000, null]] : []), [millis(minute), values[at]]];
  });
  return {type: 'line', name, data, showSymbol: false, lineStyle: {width: 1.5}, emphasis: {disabled: true},
    tooltip: {valueFormatter: measure}, ...more};
}

/** Marks the feed's gaps on a series, so that nobody takes a hole for a quiet market. */
export function gapMarks(gaps, color = colour('alarm')) {
  return {silent: true, z: 2, itemStyle: {color, opacity: 0.2, borderColor: color, borderWidth: 1},
    data: gaps.map(({from, to}) => [{xAxis: millis(from)}, {xAxis: millis(to)}])};
}
