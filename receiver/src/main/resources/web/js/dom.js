// Elements of the page. Everything from data becomes text, never markup.

/** Makes an element. An attribute that is a function listens to its event; null and false leave one out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value != null && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(2).filter(child => child != null));
  return element;
}

/** A labelled list to pick from. Options are [value, text], or [group, [[value, text], …]]. */
export function picker(label, options, chosen, onPick, attributes = {}) {
  const option = ([value, text]) => Array.isArray(text)
    ? el('optgroup', {label: value}, text.map(option))
    : el('option', {value, selected: String(value) === String(chosen)}, text);
  const list = el('select', {...attributes, change: () => onPick(list.value)}, options.map(option));
  return el('label', {}, el('span', {}, label), list);
}

export const button = (text, click, attributes) => el('button', {type: 'button', click, ...attributes}, text);
export const empty = sentence => el('p', {class: 'empty'}, sentence);
export const failed = error => el('p', {class: 'error', role: 'alert'}, error.message);

/** An element with a bar behind its text, over a part of its width. */
export function bar(tag, kind, text, part) {
  const element = el(tag, {class: kind}, text);
  element.style.setProperty('--part', part);
  return element;
}

/** A table in a frame that scrolls sideways. */
export function table(caption, head, rows) {
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption}, el('table', {},
    el('caption', {}, caption), el('thead', {}, el('tr', {}, head.map(text => el('th', {scope: 'col'}, text)))),
    el('tbody', {}, rows.map(([first, ...rest]) =>
      el('tr', {}, el('th', {scope: 'row'}, first), rest.map(text => el('td', {}, text)))))));
}

/** Figures side by side: [label, value, note]. */
export function tiles(list) {
  return el('dl', {class: 'tiles'}, list.map(([label, value, note]) =>
    el('div', {}, el('dt', {}, label), el('dd', {}, value), el('dd', {class: 'note'}, note))));
}
