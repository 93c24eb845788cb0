// A slider over the minutes of a day, above what is drawn of the chosen one.

import {el} from './dom.js';
import {note} from './state.js';

/**
 * @param reset what no minute means, such as the whole day
 * @param draw gets a minute, null for none, and resolves to a node
 */
export async function byMinute(minutes, minute, reset, draw) {
  const place = el('div', {}, await draw(minute));
  const shown = el('output', {});
  const slider = el('input', {type: 'range', min: 0, max: Math.max(0, minutes.length - 1),
    'aria-label': 'Minute of the day', input: () => show(minutes[slider.value])});
  const name = chosen => {
    shown.textContent = chosen ? `${chosen} IST` : reset;
    slider.setAttribute('aria-valuetext', shown.textContent);
  };
  let turn = 0;
  const show = async chosen => {
    const mine = ++turn;
    name(chosen);
    note({minute: chosen});
    const next = await draw(chosen).catch(error => el('p', {class: 'error', role: 'alert'}, error.message));
    if (mine === turn) {
      place.replaceChildren(next);
    }
  };
  const back = () => {
    slider.value = minutes.length - 1;
    show(null);
  };
  slider.value = minutes.includes(minute) ? minutes.indexOf(minute) : minutes.length - 1;
  name(minute);
  return [el('div', {class: 'slider for-server'}, slider, shown, el('button', {type: 'button', click: back}, reset)), place];
}
