/** Browser module `element.js`: building and updating elements without ever parsing a string of ours as HTML. */
export const elementScript = String.raw`
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The one place where HTML is parsed: what the server rendered and escaped. */
export function setRendered(parent, html) {
  if (parent.rendered === html) return;
  const focused = parent.contains(document.activeElement) ? document.activeElement : undefined;
  const template = document.createElement('template');
  template.innerHTML = html;
  parent.replaceChildren(template.content);
  parent.rendered = html;
  if (focused?.dataset.action === undefined) return;
  const buttons = [...parent.querySelectorAll('button[data-action]')];
  (buttons.find((button) => button.dataset.action === focused.dataset.action) ?? buttons[0])?.focus();
}

/** Makes the children those of the list, in its order, and keeps the elements whose key stays. */
export function syncChildren(parent, items, keyOf, build, update) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = before.get(key);
    before.delete(key);
    if (child === undefined) {
      child = build(item);
      child.dataset.key = key;
    }
    update(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  for (const gone of before.values()) gone.remove();
}

/** '09:41' of an ISO time; everything here is UTC. */
export function clockOf(iso) {
  return iso.slice(11, 16);
}

export function dayOf(iso) {
  const form = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
  return new Date(iso).toLocaleDateString('en-GB', form);
}

export function timeElement(iso) {
  const title = iso.slice(0, 10) + ' ' + iso.slice(11, 19) + ' UTC';
  return element('time', { datetime: iso, title }, clockOf(iso));
}
`;
