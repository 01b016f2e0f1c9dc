// What stands in a table of a page, and what of it a picture can show.
//
// A table says what its columns are in `data-as` on their heads; where it says nothing, names and values decide. A cell
// that is worded for people says its value in `data-value`, or holds a `time` with a `datetime`.

import { isDated, readDays } from "./days";
import { findState } from "./states";

export type Kind = "timeline" | "map" | "network";

export type Meaning =
  "day" | "until" | "who" | "what" | "how" | "country" | "latitude" | "longitude" | "number" | "from" | "to";

export interface Cell {
  readonly text: string;
  readonly value: string;
  readonly address: string | null;
}

export interface Rows {
  readonly names: readonly string[];
  readonly meanings: readonly (Meaning | null)[];
  readonly cells: readonly (readonly Cell[])[];
  readonly from: string | null; // whom all rows are about, where a table says so in `data-from`
}

/** Which column is what; those that the picture can do without may be missing. `series` are columns of numbers. */
export type Plan = Partial<Record<Meaning, number>> & { readonly series?: readonly number[] };

const NEEDS: Record<Kind, string> = {
  timeline: "A timeline needs a column of days, such as 2022-01-27.",
  map: "A map needs a column of states, by name or by code such as KEN, or columns named latitude and longitude.",
  network: "A network needs two columns of names or of addresses.",
};
const MOST = 0.6; // of the cells that hold anything
const LONGEST_NAME = 80;
const LONGEST_LANE = 40;
const NAMED: Record<Meaning, RegExp> = {
  day: /day|date|when|edtf|earliest|first|month|year|time/i,
  until: /until|latest|last|^to$/i,
  who: /^(who|name|speaker|claimant|actor|side|voice|by)/i,
  what: /^(what|text|words|content|statement|sentence|title)/i,
  how: /^(how|way|manner|stance|sure|polarity|position)$/i,
  country: /country|state|iso|nation|place|where/i,
  latitude: /^lat(itude)?$/i,
  longitude: /^(lon|long|lng|longitude)$/i,
  number: /^(n|number|count|total|statements|articles|times)$/i,
  from: /^(from|source|who|speaker|claimant|side|subject|a|name|teller|s)$/i,
  to: /^(to|target|whom|addressee|rival|other|object|b|about|venue|forum|body|before|o)$/i,
};

/** Read a table as it stands on the page. */
export function readTable(table: HTMLTableElement): Rows {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const body = [...table.tBodies].flatMap((part) => [...part.rows]);
  return {
    names: heads.map((head) => head.textContent?.trim() ?? ""),
    meanings: heads.map((head) => (head.dataset["as"] as Meaning | undefined) ?? null),
    cells: body.map((row) => [...row.cells].map(readCell)),
    from: table.dataset["from"] ?? null,
  };
}

function readCell(cell: HTMLTableCellElement): Cell {
  const text = cell.textContent?.trim() ?? "";
  const told = cell.dataset["value"] ?? cell.querySelector("time")?.getAttribute("datetime") ?? text;
  return { text, value: told, address: cell.querySelector("a")?.getAttribute("href") ?? null };
}

/** Find the columns that a picture is drawn of, or say in words what the table lacks for it. */
export function planPicture(kind: Kind, rows: Rows): Plan | string {
  const found = PLANS[kind](rows);
  return found ?? NEEDS[kind];
}

const PLANS: Record<Kind, (rows: Rows) => Plan | null> = { timeline: planTimeline, map: planMap, network: planNetwork };

function planTimeline(rows: Rows): Plan | null {
  const day = told(rows, "day") ?? named(rows, "day", readsAsDays) ?? first(rows, (at) => mostly(rows, at, isDated));
  if (day === null) return null;
  const used = [day];
  const until = take(used, told(rows, "until") ?? named(rows, "until", readsAsDays, used));
  const how = take(used, told(rows, "how") ?? named(rows, "how", undefined, used));
  const isLane = (text: string): boolean => text.length <= LONGEST_LANE && !isNumber(text) && !isDated(text);
  const lane = first(rows, (at) => !used.includes(at) && !NAMED.what.test(rows.names[at] ?? "") && mostly(rows, at, isLane));
  const who = take(used, told(rows, "who") ?? named(rows, "who", undefined, used) ?? lane);
  const what = take(used, told(rows, "what") ?? named(rows, "what", undefined, used) ?? longest(rows, used));
  const series = who === null && how === null ? findSeries(rows, used) : [];
  if (series.length > 0) return { day, series };
  return plan({ day, until, who, how, what, number: told(rows, "number") });
}

/** Find the columns of numbers, each of which is counted on its own where a table tells of nobody in particular. */
function findSeries(rows: Rows, used: readonly number[]): number[] {
  return rows.names.map((_, at) => at).filter((at) => !used.includes(at) && mostly(rows, at, isNumber));
}

function planMap(rows: Rows): Plan | null {
  const isState = (text: string): boolean => findState(text) !== null;
  const country =
    told(rows, "country") ??
    named(rows, "country", isState) ??
    first(rows, (at) => mostly(rows, at, isState));
  const latitude = told(rows, "latitude") ?? named(rows, "latitude", isNumber);
  const longitude = told(rows, "longitude") ?? named(rows, "longitude", isNumber);
  const placed = latitude !== null && longitude !== null;
  if (country === null && !placed) return null;
  const used = [country, latitude, longitude].filter((at) => at !== null);
  const number = told(rows, "number") ?? named(rows, "number", isNumber, used);
  const what = told(rows, "what") ?? named(rows, "what", undefined, used);
  return plan(placed ? { country, latitude, longitude, number, what } : { country, number, what });
}

function planNetwork(rows: Rows): Plan | null {
  const isName = (at: number): boolean =>
    mostly(rows, at, (text) => text.length <= LONGEST_NAME && !isNumber(text) && !isDated(text));
  const leadsToThing = (row: readonly Cell[], at: number): boolean => /^[^#]+$/.test(row[at]?.address ?? "");
  const names = rows.names.map((_, at) => at).filter(isName);
  const linked = names.filter((at) => rows.cells.some((row) => leadsToThing(row, at)));
  const others = linked.length > 1 ? linked : names.length === 2 ? names : []; // or any two columns would make a network
  if (rows.from !== null && names[0] !== undefined) return { to: names[0], series: findSeries(rows, [names[0]]) };
  const from = told(rows, "from") ?? named(rows, "from", undefined, [], names) ?? others[0] ?? null;
  if (from === null) return null;
  const rest = names.filter((at) => at !== from);
  const to = told(rows, "to") ?? named(rows, "to", undefined, [from], rest) ?? others.find((at) => at !== from) ?? null;
  if (to === null) return null;
  const number = told(rows, "number") ?? named(rows, "number", isNumber, [from, to]);
  return plan({ from, to, number });
}

function plan(columns: Partial<Record<Meaning, number | null>>): Plan {
  return Object.fromEntries(Object.entries(columns).filter(([, at]) => at !== null && at !== undefined)) as Plan;
}

function take(used: number[], at: number | null): number | null {
  if (at !== null) used.push(at);
  return at;
}

function told(rows: Rows, meaning: Meaning): number | null {
  const at = rows.meanings.indexOf(meaning);
  return at < 0 ? null : at;
}

function named(
  rows: Rows,
  meaning: Meaning,
  holds?: (text: string) => boolean,
  used: readonly number[] = [],
  among?: readonly number[],
): number | null {
  return first(
    rows,
    (at) =>
      !used.includes(at) &&
      (among === undefined || among.includes(at)) &&
      NAMED[meaning].test(rows.names[at] ?? "") &&
      (holds === undefined || mostly(rows, at, holds)),
  );
}

function first(rows: Rows, fits: (at: number) => boolean): number | null {
  const at = rows.names.findIndex((_, at) => fits(at));
  return at < 0 ? null : at;
}

function mostly(rows: Rows, at: number, holds: (text: string) => boolean): boolean {
  const values = rows.cells.map((row) => row[at]?.value ?? "").filter((value) => value !== "");
  return values.length > 0 && values.filter(holds).length >= MOST * values.length;
}

function longest(rows: Rows, used: readonly number[]): number | null {
  const lengths = rows.names.map((_, at) =>
    used.includes(at) || mostly(rows, at, isNumber) ? -1 : rows.cells.reduce((sum, row) => sum + (row[at]?.text.length ?? 0), 0),
  );
  const most = Math.max(...lengths);
  return most > 0 ? lengths.indexOf(most) : null;
}

function readsAsDays(text: string): boolean {
  return readDays(text) !== null;
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text.replaceAll(",", ""));
}

/** Give what stands in a row's column, or nothing where the plan has no such column. */
export function at(row: readonly Cell[], column: number | undefined): Cell | null {
  return column === undefined ? null : (row[column] ?? null);
}

/** Read the number of a row; a row without a column of numbers counts once. */
export function weigh(row: readonly Cell[], column: number | undefined): number {
  const cell = at(row, column);
  const number = cell === null ? 1 : Number(cell.value.replaceAll(",", ""));
  return Number.isFinite(number) ? number : 0;
}
