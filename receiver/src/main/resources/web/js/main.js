// The page: completes the choice, asks the views for their parts, and shows them.
import {day} from './format.js';
import {el, empty, failed, picker} from './dom.js';
import {address, asked, choose, note} from './state.js';
import {get, report} from './data.js';
import {book} from './book.js';
import {chain} from './chain.js';
import {cost} from './cost.js';
import {futures} from './futures.js';
import {heatmap} from './heatmap.js';
import {live} from './live.js';
import {overview} from './overview.js';
import {smile} from './smile.js';
const REFRESH_MILLIS = 30_000;
const VIEWS = {
  overview: {name: 'Overview', draw: overview, uses: ''},
  futures: {name: 'Futures', draw: futures, uses: 'underlying'},
  chain: {name: 'Option chain', draw: chain, uses: 'underlying expiry'},
  smile: {name: 'Spread smile', draw: smile, uses: 'underlying'},
  cost: {name: 'Cost of trading', draw: cost, uses: 'underlying expiry'},
  heatmap: {name: 'Heatmap', draw: heatmap, uses: 'underlying expiry'},
  book: {name: 'Book', draw: book, uses: 'underlying expiry', isForServer: true},
  live: {name: 'Live', draw: live, uses: 'underlying expiry', isForServer: true},
};
const [choices, recording, theme, views, main] = document.querySelectorAll('form, #recording, #theme, nav, main');
let [turn, leave] = [0, null];

/** What the address says, completed: the choice, the day that it is of, and the underlying. */
async function complete() {
  const choice = asked();
  const dates = report ? {isRecording: false, dates: [report.date]} : await get('dates');
  choice.view = choice.view in VIEWS ? choice.view : 'overview';
  choice.date = report?.date ?? choice.date ?? dates.dates.at(-1);
  const found = choice.date ? await get('day', {date: choice.date}) : {minutes: [], underlyings: []};
  const known = (list, wanted) => list.includes(wanted) ? wanted : list[0];
  choice.underlying = known(found.underlyings.map(({name}) => name), choice.underlying ?? report?.underlying);
  const underlying = found.underlyings.find(({name}) => name === choice.underlying);
  choice.expiry = known(underlying?.expiries.map(({date}) => date) ?? [], choice.expiry);
  return {choice, dates, day: found, underlying};
}

function showChoices({choice, dates, day: found, underlying}) {
  note(choice);
  const others = {symbol: null, from: null, to: null};
  const pick = (key, label, options) => picker(label, options, choice[key], value => choose({...others, [key]: value}),
    {id: key, disabled: key !== 'date' && !VIEWS[choice.view].uses.includes(key)});
  const focused = document.activeElement.id;
  const all = [...new Set([...dates.dates, choice.date])].filter(Boolean).sort().reverse();
  choices.replaceChildren(pick('date', 'Date', all.map(date => [date, day(date, {weekday: 'short', year: 'numeric'})])),
    pick('underlying', 'Underlying', found.underlyings.map(({name}) => [name, name])),
    pick('expiry', 'Expiry', (underlying?.expiries ?? []).map(({date, kind}) => [date, `${day(date)} ${kind}`])));
  document.getElementById(focused)?.focus();
  recording.replaceChildren(el('b', {class: dates.isRecording ? 'on' : 'off'}),
    dates.isRecording ? 'Recording' : 'Not recording');
  views.replaceChildren(...Object.entries(VIEWS).map(([view, {name}]) =>
    el('a', {href: address({view}), 'aria-current': view === choice.view && 'page'}, name)));
  views.querySelector('[aria-current]').scrollIntoView({block: 'nearest', inline: 'center'});
  const what = `${choice.underlying ?? ''} ${choice.date ? day(choice.date) : ''}`;
  document.title = `${report ? 'Report' : VIEWS[choice.view].name} · ${what} · Liquidity`;
  document.querySelector('h1').textContent = report ? `Liquidity of ${what}` : 'Liquidity';
}

async function partsOf(view, all) {
  const parts = all.day.minutes.length === 0 && view !== 'live'
    ? [empty(all.choice.date ? `Nothing was recorded on ${day(all.choice.date)}.`
      : 'Nothing is recorded yet. Start connector.jar and receiver.jar; this page fills as ticks arrive.')]
    : VIEWS[view].uses && !all.underlying ? [empty('Of this day, no instruments are known.')]
      : await VIEWS[view].draw(all).catch(error => [failed(error)]);
  return [el('h2', {}, VIEWS[view].name), ...parts];
}

/** Shows what the address says, unless it changes meanwhile. */
async function show() {
  const mine = ++turn;
  main.setAttribute('aria-busy', 'true');
  const found = await complete().catch(error => ({error}));
  const shown = report ? Object.keys(VIEWS).filter(view => !VIEWS[view].isForServer) : [found.choice?.view];
  const sections = found.error ? [[failed(found.error), el('a', {href: '/'}, 'Start again')]]
    : await Promise.all(shown.map(view => partsOf(view, found)));
  if (mine === turn) {
    found.error || showChoices(found);
    leave?.();
    leave = sections.flat().find(part => part.leave)?.leave;
    main.replaceChildren(...sections.map(parts => el('section', {}, parts)));
    main.setAttribute('aria-busy', 'false');
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = name === 'dark' ? 'Light' : 'Dark';
}

setTheme(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
theme.addEventListener('click', () => {
  localStorage.setItem('theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  setTheme(localStorage.getItem('theme'));
  show();
});
document.querySelector('.skip').addEventListener('click', event => [event.preventDefault(), main.focus()]);
document.body.classList.toggle('report', report !== null);
addEventListener('hashchange', show);
setInterval(() => recording.querySelector('.on') && !document.hidden && !leave && !main.contains(document.activeElement)
  && show(), REFRESH_MILLIS);
show();
