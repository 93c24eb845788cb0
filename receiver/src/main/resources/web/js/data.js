// Answers of the server; in a report, those embedded in it.

const embedded = document.getElementById('report');

/** The report that this page is: {date, underlying, answers}; null on the server's page. */
export const report = embedded && JSON.parse(embedded.textContent);

const kept = new Map();
let today = null;

function query(parameters, encode) {
  const given = Object.entries(parameters).filter(([, value]) => value != null);
  return given.length ? '?' + given.map(([name, value]) => `${name}=${encode(value)}`).join('&') : '';
}

/** The path of a question, its parameters in the order given. */
export function path(name, parameters = {}) {
  return `/api/${name}` + query(parameters, encodeURIComponent);
}

/** Asks the server; days that are over are asked for once. Throws an Error whose message is for the user. */
export async function get(name, parameters = {}) {
  const key = `/api/${name}` + query(parameters, String);
  if (report) {
    if (!(key in report.answers)) {
      throw new Error('This report does not hold that.');
    }
    return report.answers[key];
  }
  if (!kept.has(key)) {
    const answer = await ask(path(name, parameters));
    today = answer.today ?? today;
    if (!parameters.date || parameters.date === today) {
      return answer;
    }
    kept.set(key, answer);
  }
  return kept.get(key);
}

async function ask(address) {
  let response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error('The server does not answer. Is “java -jar receiver.jar dashboard” still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.error ?? `The server answers with ${response.status}.`);
  }
  return answer;
}
