// Answers of the server; in a report, those embedded in it.
const [TODAY_MILLIS, MOST] = [10_000, 200];
export const IST_MILLIS = 19_800_000;
const kept = new Map();

/** The report that this page is: {date, underlying, answers}; null on the server's page. */
export const report = JSON.parse(document.getElementById('report')?.textContent ?? 'null');

/** The path of a question, its parameters in the order given. */
export function path(name, parameters, encode = encodeURIComponent) {
  const given = Object.entries(parameters).filter(([, value]) => value != null);
  return `/api/${name}` + (given.length ? '?' + given.map(([key, value]) => `${key}=${encode(value)}`).join('&') : '');
}

/** Asks for an answer; days that are over are asked for once. Throws an Error whose message is for the user. */
export async function get(name, parameters = {}) {
  const key = path(name, parameters, String);
  if (report) {
    return report.answers[key] ?? Promise.reject(new Error('This report does not hold that.'));
  }
  if (!(kept.get(key)?.until > Date.now())) {
    const isOver = parameters.date < new Date(Date.now() + IST_MILLIS).toISOString().slice(0, 10);
    kept.set(key, {answer: ask(path(name, parameters)), until: isOver ? Infinity : Date.now() + TODAY_MILLIS});
    kept.get(key).answer.catch(() => kept.delete(key));
    kept.size > MOST && kept.delete(kept.keys().next().value);
  }
  return kept.get(key).answer;
}

async function ask(address) {
  const response = await fetch(address).catch(() => {
    throw new Error('The server does not answer. Is “java -jar receiver.jar dashboard” still running?');
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.error ?? `The server answers with HTTP ${response.status}.`);
  }
  return answer;
}
