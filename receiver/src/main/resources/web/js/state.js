// What the user has chosen, kept in the address so that a view can be sent to somebody.

const KEYS = ['view', 'date', 'underlying', 'expiry', 'minute', 'unit', 'lots', 'type', 'measure', 'symbol', 'from', 'to'];

/** What the address says. */
export function asked() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** The address of the current choice with some of it changed; null removes. */
export function address(change) {
  const choice = {...asked(), ...change};
  return '#' + KEYS.filter(key => choice[key] != null && choice[key] !== '')
    .map(key => `${key}=${encodeURIComponent(choice[key]).replace(/%3A/g, ':')}`).join('&');
}

/** Changes the choice, which shows it. */
export function choose(change) {
  location.hash = address(change);
}

/** Notes the choice in the address only: what is shown is up to date, and "back" does not stop here. */
export function note(change) {
  history.replaceState(null, '', address(change));
}
