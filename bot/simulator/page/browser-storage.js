/* Values kept in the browser's local storage. The page works without it. */

/** Return a stored value, or the fallback. */
export function load(key, fallback = null) {
  try {
    const json = localStorage.getItem(`phones.${key}`);
    return json === null ? fallback : JSON.parse(json);
  } catch {
    return fallback;
  }
}

/** Store a value as JSON. */
export function store(key, value) {
  try {
    localStorage.setItem(`phones.${key}`, JSON.stringify(value));
  } catch {
    // Private windows may have no local storage: the value then lasts until the page is closed.
  }
}
