/** Browser module `api.js`: talks to the server that the page came from. */
export const apiScript = String.raw`
let token = tokenIn(document);

export async function getJson(path, given = {}, signal = undefined) {
  const query = new URLSearchParams(given).toString();
  const reply = await reach(query === '' ? path : path + '?' + query, { signal });
  return valueOf(reply);
}

export async function postJson(path, body) {
  let reply = await post(path, body);
  // The program was started anew while the page stayed open: take the new token and ask once more.
  if (reply.status === 403 && (await renewToken())) reply = await post(path, body);
  return valueOf(reply);
}

function post(path, body) {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
  return reach(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function reach(path, how) {
  try {
    return await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...how });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('The program does not answer. Is it still running?', { cause: error });
  }
}

async function valueOf(reply) {
  const value = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(value.error ?? 'That did not work (' + reply.status + ').');
  return value;
}

async function renewToken() {
  const page = await reach('/', {});
  const fresh = tokenIn(new DOMParser().parseFromString(await page.text(), 'text/html'));
  const renewed = fresh !== undefined && fresh !== token;
  if (renewed) token = fresh;
  return renewed;
}

function tokenIn(page) {
  return page.querySelector('meta[name="csrf-token"]')?.content;
}
`;
