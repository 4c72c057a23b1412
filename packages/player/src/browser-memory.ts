const PREFIX = 'kinora-';

/** What this browser remembers of its viewer; null when it remembers nothing, or may not. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Null forgets. A browser that may not remember, as in a frame of another site, does without. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage may be blocked, or full.
  }
}
