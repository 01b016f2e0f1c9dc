// Days as the graph writes them (EDTF, levels 0 and 1), as stretches of time that can be drawn.

/** From the first moment to the last; the side that is open, if any, has the moment of the other. */
export interface Stretch {
  readonly start: Date;
  readonly end: Date;
  readonly open: "start" | "end" | null;
}

const DAY = 24 * 60 * 60 * 1000;
const POINT = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?[?~%]?$/;
const UNSPECIFIED = /^(\d{2}|\d{3})(XX|X)$/;

/** Read a day, a month, a year, a decade or an interval of these; null for what is none. */
export function readDays(text: string): Stretch | null {
  const words = text.trim();
  const [first, last, ...more] = words.split("/");
  if (first === undefined || more.length > 0) return null;
  if (last === undefined) return readPoint(first);
  const start = readPoint(first);
  const end = readPoint(last);
  if (start !== null && end !== null) return { start: start.start, end: end.end, open: null };
  if (start !== null && isOpen(last)) return { start: start.start, end: start.end, open: "end" };
  if (end !== null && isOpen(first)) return { start: end.start, end: end.end, open: "start" };
  return null;
}

/** Tell whether a text says a day or a month, and not a year alone, which may be any number. */
export function isDated(text: string): boolean {
  return /^(\.\.|\d{4})?\/?\d{4}-\d{2}/.test(text.trim()) && readDays(text) !== null;
}

function isOpen(text: string): boolean {
  return text === ".." || text === "";
}

function readPoint(text: string): Stretch | null {
  const unspecified = UNSPECIFIED.exec(text);
  if (unspecified !== null) {
    const size = 10 ** (unspecified[2] ?? "").length;
    const from = Number(unspecified[1]) * size;
    return stretch(atMidnight(from, 0, 1), atMidnight(from + size, 0, 1));
  }
  const found = POINT.exec(text);
  if (found === null) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? "1"), Number(found[3] ?? "1")];
  if (month < 1 || month > 12) return stretch(atMidnight(year, 0, 1), atMidnight(year + 1, 0, 1)); // a season
  const start = atMidnight(year, month - 1, day);
  if (found[3] !== undefined) return stretch(start, new Date(start.getTime() + DAY));
  return stretch(start, found[2] !== undefined ? atMidnight(year, month, 1) : atMidnight(year + 1, 0, 1));
}

function stretch(start: Date, after: Date): Stretch {
  return { start, end: new Date(after.getTime() - DAY), open: null };
}

function atMidnight(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year, month, day); // Date.UTC takes the years before 100 for ones of 1900
  return date;
}
