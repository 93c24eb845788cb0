// Many coloured cells as one picture on any axes, which is faster than ECharts' own heat map.
import {el} from './dom.js';
import {measure, quantile} from './format.js';

// Viridis, from dark to bright: even steps of lightness, which the colour-blind can tell apart too.
const STOPS = '440154 482878 3e4a89 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725'.split(' ')
  .map(hex => [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)));

function viridis(part) {
  const at = part * (STOPS.length - 1);
  const [low, high] = [STOPS[Math.floor(at)], STOPS[Math.ceil(at)]];
  return `rgb(${low.map((value, index) => Math.round(value + (high[index] - value) * (at % 1)))})`;
}

/** A logarithmic scale of colours for values above 0, in which bright is liquid, and its legend. */
export function scale(values, unit, isLessBetter) {
  const low = quantile(values, 0.02);
  const high = Math.max(quantile(values, 0.98), low * 1.01);
  const part = value => Math.log(Math.min(Math.max(value, low), high) / low) / Math.log(high / low);
  const [dark, bright] = isLessBetter ? [high, low] : [low, high];
  return {colour: value => viridis(isLessBetter ? 1 - part(value) : part(value)),
    legend: el('p', {class: 'ramp'}, `${measure(dark)} ${unit}`, el('i'), `${measure(bright)} ${unit}`)};
}

/** A series that paints cells [x, y, colour]; x and y are the middle of one, width and height those of all. */
export function raster(cells, width, height) {
  let [picture, size] = [null, null];
  const paint = (area, api) => {
    const sharp = window.devicePixelRatio;
    picture = el('canvas', {width: Math.ceil(area.width * sharp), height: Math.ceil(area.height * sharp)});
    const pen = picture.getContext('2d');
    const pixel = (x, y) => api.coord([x, y]).map((at, axis) => Math.round((at - [area.x, area.y][axis]) * sharp));
    for (const [x, y, fill] of cells) {
      const [left, top] = pixel(x - width / 2, y + height / 2);
      const [right, bottom] = pixel(x + width / 2, y - height / 2);
      pen.fillStyle = fill;
      pen.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  };
  const renderItem = ({coordSys: area}, api) => {
    if (size !== `${area.width} ${area.height}`) {
      size = `${area.width} ${area.height}`;
      paint(area, api);
    }
    return {type: 'image', style: {image: picture, x: area.x, y: area.y, width: area.width, height: area.height}};
  };
  return {type: 'custom', silent: true, z: 1, data: [cells[0].slice(0, 2)], renderItem};
}

/** A line of text below a chart that says what is at the pointer; `read` gets its place on the axes. */
export function readout(legend, read) {
  const output = el('output', {}, 'Point at the chart to read a cell.');
  const tell = (chart, pixel) => chart.containPixel('grid', pixel)
    && (output.textContent = read(...chart.convertFromPixel('grid', pixel)));
  return {below: el('div', {class: 'under'}, legend, output), follow: chart => ['mousemove', 'click'].forEach(event =>
    chart.getZr().on(event, ({offsetX, offsetY}) => tell(chart, [offsetX, offsetY])))};
}
