// Many coloured cells as one picture, on any axes: what ECharts' own heat map is too slow for.

import {el} from './dom.js';
import {measure, quantile} from './format.js';

// Viridis: even steps of lightness, told apart by the colour-blind too. Dark to bright.
const STOPS = ['#440154', '#482878', '#3e4a89', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725']
  .map(hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)));

function viridis(part) {
  const at = Math.max(0, Math.min(1, part)) * (STOPS.length - 1);
  const low = STOPS[Math.floor(at)];
  const high = STOPS[Math.ceil(at)];
  return `rgb(${low.map((value, index) => Math.round(value + (high[index] - value) * (at % 1))).join()})`;
}

/** A logarithmic scale of colours over values above 0; the brightest is the most liquid. */
export function scale(values, isLessBetter) {
  const known = values.filter(value => value > 0);
  const low = quantile(known, 0.02) ?? 1;
  const high = Math.max(quantile(known, 0.98) ?? 1, low * 1.01);
  const part = value => (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low));
  return {low, high, isLessBetter, colour: value => viridis(isLessBetter ? 1 - part(value) : part(value))};
}

/** The scale's legend. */
export function ramp({low, high, isLessBetter}, unit) {
  const [dark, bright] = isLessBetter ? [high, low] : [low, high];
  return el('p', {class: 'ramp'}, `${measure(dark)} ${unit}`, el('i', {}), `${measure(bright)} ${unit}`);
}

/**
 * A series that paints cells.
 *
 * @param cells [x, y, colour], the middle of a cell; all are `width` by `height` of the axes' units
 */
export function raster(cells, width, height) {
  let picture = null;
  let key = null;
  const paint = (area, api) => {
    const sharp = window.devicePixelRatio || 1;
    picture = document.createElement('canvas');
    picture.width = Math.max(1, Math.round(area.width * sharp));
    picture.height = Math.max(1, Math.round(area.height * sharp));
    const pen = picture.getContext('2d');
    for (const [x, y, fill] of cells) {
      const [left, top] = api.coord([x - width / 2, y + height / 2]);
      const [right, bottom] = api.coord([x + width / 2, y - height / 2]);
      const from = [Math.round((left - area.x) * sharp), Math.round((top - area.y) * sharp)];
      const to = [Math.round((right - area.x) * sharp), Math.round((bottom - area.y) * sharp)];
      pen.fillStyle = fill;
      pen.fillRect(...from, Math.max(1, to[0] - from[0]), Math.max(1, to[1] - from[1]));
    }
  };
  return {type: 'custom', silent: true, z: 1, data: [cells[0]?.slice(0, 2) ?? [0, 0]], tooltip: {show: false},
    renderItem: (parameters, api) => {
      const area = parameters.coordSys;
      const size = [area.x, area.y, area.width, area.height].join();
      if (key !== size) {
        key = size;
        paint(area, api);
      }
      return {type: 'image', style: {image: picture, x: area.x, y: area.y, width: area.width, height: area.height}};
    }};
}

/** Tells where the pointer is, in the axes' units: [x, y], or null outside. */
export function onPoint(chart, tell) {
  const move = event => {
    const pixel = [event.offsetX, event.offsetY];
    tell(chart.containPixel('grid', pixel) ? chart.convertFromPixel('grid', pixel) : null);
  };
  chart.getZr().on('mousemove', move);
  chart.getZr().on('click', move);
}
