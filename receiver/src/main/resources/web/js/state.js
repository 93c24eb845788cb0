// What the user has chosen, kept in the address so that a view can be sent to somebody.
const KEYS = 'view date underlying expiry minute unit lots type measure symbol from to'.split(' ');

/** What the address says. */
export const asked = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

/** The address with some of the choice changed; null removes. */
export function address(change) {
  const choice = {...asked(), ...change};
  return '#' + KEYS.filter(key => choice[key] != null && choice[key] !== '')
    .map(key => `${key}=${encodeURIComponent(choice[key]).replaceAll('%3A', ':')}`).join('&');
}

/** Changes the choice; the page then shows it. */
export const choose = change => location.hash = address(change);

/** Notes in the address what is shown already; "back" does not stop here. */
export const note = change => history.replaceState(null, '', address(change));
