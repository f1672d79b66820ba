/* What this browser remembers between visits. A browser that forbids it still gets a working page. */

/** Read a remembered value, or the fallback. */
export function recall(key, fallback = null) {
  try {
    const kept = localStorage.getItem(`phones.${key}`);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return fallback;
  }
}

/** Remember a value that JSON can hold. */
export function remember(key, value) {
  try {
    localStorage.setItem(`phones.${key}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse; the choice then lasts until the page closes.
  }
}
