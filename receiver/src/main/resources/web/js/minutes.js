// A slider over the minutes of a day, above what is drawn of the chosen one.
import {button, el, failed} from './dom.js';
import {note} from './state.js';

/** Draws at a minute, or at none, which `rest` names. `draw` resolves to a node. */
export async function byMinute(minutes, minute, rest, draw) {
  const place = el('div', {}, await draw(minute));
  const shown = el('output');
  const back = button(rest, () => show(null));
  const slider = el('input', {type: 'range', min: 0, max: Math.max(0, minutes.length - 1),
    'aria-label': 'Minute of the day', input: () => show(minutes[slider.value])});
  let turn = 0;
  const name = chosen => {
    slider.value = chosen ? minutes.indexOf(chosen) : minutes.length - 1;
    shown.textContent = chosen ? `${chosen} IST` : '';
    slider.setAttribute('aria-valuetext', chosen ? `${chosen} IST` : rest);
    back.setAttribute('aria-pressed', !chosen);
  };
  const show = async chosen => {
    const mine = ++turn;
    name(chosen);
    note({minute: chosen});
    const next = await draw(chosen).catch(failed);
    if (mine === turn && next !== place.firstChild) {
      place.replaceChildren(next);
    }
  };
  name(minute);
  return [el('div', {class: 'slider for-server'}, back, slider, shown), place];
}
