// States by the names and codes that the authority gives them, so that a map can find their outlines.

import states from "./states.json";

export interface State {
  readonly iso3: string;
  readonly numeric: string;
  readonly name: string;
}

const known = new Map<string, State>();
for (const [iso3, iso2, numeric, name] of states as [string, string, string, string][]) {
  const state = { iso3, numeric, name };
  for (const word of [iso3, iso2, name.toLowerCase()]) known.set(word, state);
}

/** Find a state by its name, or by its code of two or three capital letters. */
export function findState(text: string): State | null {
  const word = text.trim();
  return known.get(word) ?? known.get(word.toLowerCase().replace(/^the /, "")) ?? null;
}
