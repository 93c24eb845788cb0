// The page: completes the choice, asks the view for its parts, and shows them.

import {day} from './format.js';
import {el, empty, picker} from './dom.js';
import {address, asked, choose} from './state.js';
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
  overview: {name: 'Overview', draw: overview},
  futures: {name: 'Futures', draw: futures, needs: ['underlying']},
  chain: {name: 'Option chain', draw: chain, needs: ['underlying', 'expiry']},
  smile: {name: 'Spread smile', draw: smile, needs: ['underlying']},
  cost: {name: 'Cost of trading', draw: cost, needs: ['underlying', 'expiry']},
  heatmap: {name: 'Heatmap', draw: heatmap, needs: ['underlying', 'expiry']},
  book: {name: 'Book', draw: book, needs: ['underlying', 'expiry'], isForServer: true},
  live: {name: 'Live', draw: live, needs: ['underlying', 'expiry'], isForServer: true},
};
const main = document.getElementById('main');
const theme = document.getElementById('theme');
let turn = 0;
let leave = null;

/** The choice with all that the address leaves open, and the day that it is of. */
async function complete() {
  const choice = {...asked()};
  choice.view = choice.view in VIEWS ? choice.view : 'overview';
  const dates = report ? {today: null, isRecording: false, dates: [report.date]} : await get('dates');
  choice.date ??= dates.dates.at(-1);
  const found = choice.date ? await get('day', {date: choice.date}) : {minutes: [], underlyings: []};
  const names = found.underlyings.map(underlying => underlying.name);
  choice.underlying = [choice.underlying, report?.underlying].find(name => names.includes(name)) ?? names[0];
  const underlying = found.underlyings.find(one => one.name === choice.underlying);
  const expiries = underlying?.expiries.map(expiry => expiry.date) ?? [];
  choice.expiry = expiries.includes(choice.expiry) ? choice.expiry : expiries[0];
  return {choice, dates, day: found, underlying};
}

function showChoices({choice, dates, day: found, underlying}) {
  const pick = key => value => choose({[key]: value, ...(key !== 'expiry' && {symbol: null, from: null, to: null})});
  const all = dates.dates.includes(choice.date) || !choice.date ? dates.dates : [...dates.dates, choice.date].sort();
  const focused = document.activeElement?.id;
  document.getElementById('choices').replaceChildren(
    picker('Date', all.toReversed().map(date => [date, day(date, true)]), choice.date, pick('date'), {id: 'date'}),
    picker('Underlying', found.underlyings.map(one => [one.name, one.name]), choice.underlying, pick('underlying'),
      {id: 'underlying', disabled: !VIEWS[choice.view].needs?.includes('underlying')}),
    picker('Expiry', (underlying?.expiries ?? []).map(one => [one.date, `${day(one.date)} · ${one.kind}`]),
      choice.expiry, pick('expiry'), {id: 'expiry', disabled: !VIEWS[choice.view].needs?.includes('expiry')}));
  document.getElementById(focused)?.focus();
  document.getElementById('recording').replaceChildren(
    el('b', {class: dates.isRecording ? 'on' : 'off'}), dates.isRecording ? 'Recording' : 'Not recording');
  document.getElementById('views').replaceChildren(...Object.entries(VIEWS).map(([view, {name}]) =>
    el('a', {href: address({view}), 'aria-current': view === choice.view && 'page'}, name)));
  document.title = `${VIEWS[choice.view].name} · ${choice.underlying ?? ''} ${choice.date ?? ''} · Liquidity`;
}

async function partsOf(view, all) {
  if (all.day.minutes.length === 0 && view !== 'live') {
    return [empty(all.choice.date ? `Nothing was recorded on ${day(all.choice.date)}.`
      : 'Nothing is recorded yet. Start connector.jar and receiver.jar, and this page fills as ticks arrive.')];
  }
  try {
    return await VIEWS[view].draw(all);
  } catch (error) {
    return [el('p', {class: 'error', role: 'alert'}, error.message)];
  }
}

/** Shows what the address says; what was asked for meanwhile wins. */
async function show() {
  const mine = ++turn;
  main.setAttribute('aria-busy', 'true');
  let parts;
  try {
    const all = await complete();
    const views = report ? Object.keys(VIEWS).filter(view => !VIEWS[view].isForServer) : [all.choice.view];
    parts = await Promise.all(views.map(async view => [
      el('h2', {}, VIEWS[view].name), ...await partsOf(view, all)]));
    if (mine === turn) {
      showChoices(all);
    }
  } catch (error) {
    parts = [[el('p', {class: 'error', role: 'alert'}, error.message,
      el('button', {type: 'button', click: show}, 'Try again'))]];
  }
  if (mine === turn) {
    leave?.();
    leave = parts.flat().map(part => part.leave).find(Boolean);
    main.replaceChildren(...parts.map(part => el('section', {}, part)));
    main.setAttribute('aria-busy', 'false');
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = name === 'dark' ? 'Light' : 'Dark';
  theme.setAttribute('aria-label', `Switch to ${theme.textContent.toLowerCase()} colours`);
}

const dark = matchMedia('(prefers-color-scheme: dark)');
setTheme(localStorage.getItem('theme') ?? (dark.matches ? 'dark' : 'light'));
dark.addEventListener('change', () => {
  setTheme(dark.matches ? 'dark' : 'light');
  show();
});
theme.addEventListener('click', () => {
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  localStorage.setItem('theme', document.documentElement.dataset.theme);
  show();
});
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', show);
document.body.classList.toggle('report', report !== null);
setInterval(() => {
  const isToday = document.getElementById('recording').querySelector('.on');
  if (!report && isToday && !document.hidden && !leave && !main.contains(document.activeElement)) {
    show();
  }
}, REFRESH_MILLIS);
show();
