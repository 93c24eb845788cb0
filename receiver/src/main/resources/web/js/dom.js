// Elements of the page. Everything from data becomes text, never markup.

/** Makes an element; an attribute that is a function listens to its event, null and false leave one out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value != null && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child != null));
  return element;
}

/** A labelled list to pick from. `options`: [value, text], or [group, [[value, text], …]]. */
export function picker(label, options, chosen, onPick, attributes = {}) {
  const option = ([value, text]) => Array.isArray(text)
    ? el('optgroup', {label: value}, text.map(option))
    : el('option', {value, selected: String(value) === String(chosen)}, text);
  const list = el('select', {...attributes, change: event => onPick(event.target.value)}, options.map(option));
  return el('label', {}, el('span', {}, label), list);
}

/** A table; a cell is text, or [text, attributes]. */
export function table(caption, head, rows, attributes = {}) {
  const cell = (tag, extra) => content => Array.isArray(content)
    ? el(tag, {...extra, ...content[1]}, content[0]) : el(tag, extra, content);
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    el('table', attributes, el('caption', {}, caption),
      el('thead', {}, el('tr', {}, head.map(cell('th', {scope: 'col'})))),
      el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell('td', {})))))));
}

/** Figures side by side: [label, value, explanation]. */
export function tiles(list) {
  return el('dl', {class: 'tiles'}, list.map(([label, value, note]) =>
    el('div', {}, el('dt', {}, label), el('dd', {}, value), el('dd', {class: 'note'}, note ?? ''))));
}

export const empty = sentence => el('p', {class: 'empty'}, sentence);
