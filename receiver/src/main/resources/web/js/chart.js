// Charts by Apache ECharts in the page's colours. Their tooltips are drawn, so that nothing of them is HTML.

import {clock, measure, millis} from './format.js';
import {el} from './dom.js';

const SERIES = ['blue', 'orange', 'green', 'purple', 'ink'];
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
  const font = getComputedStyle(document.body).fontFamily;
  const axis = {axisLine: {lineStyle: {color: muted}}, axisTick: {lineStyle: {color: muted}},
    axisLabel: {color: muted, hideOverlap: true}, nameTextStyle: {color: muted}, splitLine: {lineStyle: {color: line}}};
  return {color: SERIES.map(colour), textStyle: {color: ink, fontFamily: font}, animation: false,
    legend: {textStyle: {color: ink}, inactiveColor: muted, pageTextStyle: {color: ink}, pageIconColor: ink},
    tooltip: {renderMode: 'richText', confine: true, backgroundColor: surface, borderColor: muted, borderWidth: 1,
      padding: 10, textStyle: {color: ink, fontSize: 13, fontFamily: font}},
    axisPointer: {lineStyle: {color: muted}, label: {backgroundColor: ink, color: surface}},
    timeAxis: axis, valueAxis: axis, logAxis: axis, categoryAxis: {...axis, splitLine: {show: false}}};
}

// A chart is made when its element gets a size, follows it, and goes with it.
const sizes = new ResizeObserver(entries => {
  for (const {target, contentRect} of entries) {
    const {option, onReady, chart} = charts.get(target) ?? {};
    if (!target.isConnected) {
      sizes.unobserve(target);
      charts.delete(target);
      chart?.dispose();
    } else if (chart) {
      chart.resize();
    } else if (option && contentRect.width > 0) {
      const made = echarts.init(target, theme());
      charts.get(target).chart = made;
      made.setOption({useUTC: true, ...option(contentRect.width)});
      onReady?.(made);
    }
  }
});

/**
 * A chart with its title and a sentence that says what it shows, for those who cannot see it too.
 *
 * @param option of ECharts; a function gets the width in pixels
 * @param more height: in pixels; controls, below: nodes; onReady: gets the ECharts instance
 */
export function figure(title, summary, option, {height = 320, controls, below, onReady} = {}) {
  const place = el('div', {class: 'chart', role: 'img', 'aria-label': `${title}. ${summary}`});
  place.style.height = `${height}px`;
  charts.set(place, {option: typeof option === 'function' ? option : () => option, onReady});
  sizes.observe(place);
  return el('figure', {}, el('div', {class: 'top'}, el('h3', {}, title), controls ?? []),
    el('figcaption', {}, summary), place, below ?? []);
}

/** An axis of the time of day, in IST. */
export function timeAxis(first, last, more = {}) {
  return {type: 'time', min: millis(first), max: millis(last), name: 'Time (IST)', nameLocation: 'middle', nameGap: 26,
    axisLabel: {formatter: value => clock(value)}, splitLine: {show: false},
    axisPointer: {label: {formatter: point => `${clock(point.value)} IST`}}, ...more};
}

/** An axis of numbers, named with their unit. */
export function valueAxis(name, more = {}) {
  return {type: 'value', name, nameLocation: 'middle', nameGap: 46, scale: true,
    axisLabel: {formatter: value => measure(value).replace(/\.0+$/, '')}, ...more};
}

/** The points of a line by minute; it breaks where minutes are missing. */
export function points(minutes, values) {
  const all = [];
  minutes.forEach((minute, index) => {
    const at = millis(minute);
    if (index > 0 && at - millis(minutes[index - 1]) > 60_000) {
      all.push([at - 60_000, null]);
    }
    all.push([at, values[index]]);
  });
  return all;
}

/** A line by minute. */
export function line(name, minutes, values, more = {}) {
  return {type: 'line', name, data: points(minutes, values), showSymbol: false, lineStyle: {width: 1.5},
    emphasis: {disabled: true}, tooltip: {valueFormatter: measure}, ...more};
}

/** Marks the feed's gaps behind a series, so that nobody takes a hole for a quiet market. */
export function gapMarks(gaps) {
  const color = colour('alarm');
  return {silent: true, label: {show: false},
    itemStyle: {color, opacity: 0.18, borderColor: color, borderWidth: 1},
    data: gaps.map(gap => [{xAxis: millis(gap.from)}, {xAxis: millis(gap.to)}])};
}

/** The tooltip of a chart by minute: all series at that minute. */
export const minuteTooltip = {trigger: 'axis', axisPointer: {type: 'line'}};
