// When it was said: a lane for each voice, a dot for a day, a bar where the article leaves a stretch of days.

import * as Plot from "@observablehq/plot";

import { readDays } from "./days";
import { clip, count, make } from "./elements";
import type { Picture } from "./pictures";
import { at, type Cell, type Plan, type Rows, weigh } from "./tables";

const LANES = 14;
const LANE_HEIGHT = 30;
const TEXTS_SHOWN = 6;
const SHORTEST = 30 * 24 * 60 * 60 * 1000; // or the days of a single week would stand in one place
const COLOURS = ["var(--accent)", "var(--cue)", "var(--quiet)", "var(--fourth)"];

interface Mark {
  readonly lane: string;
  readonly start: Date;
  readonly end: Date;
  readonly how: string;
  readonly texts: string[];
  number: number;
}

/** Draw the rows that have a day; how many have none is said beneath. */
export function draw(rows: Rows, plan: Plan, width: number): Picture {
  const { marks, without } = collect(rows, plan);
  const lanes = rank(marks, (mark) => mark.lane);
  const ways = [...rank(marks, (mark) => mark.how).keys()];
  const shown = [...lanes.keys()].slice(0, LANES);
  const rest = "others";
  const lane = (mark: Mark): string => (shown.includes(mark.lane) ? mark.lane : rest);
  const domain = lanes.size > shown.length ? [...shown, rest] : shown;
  const room = Math.min(Math.max(...domain.map((name) => name.length)) * 7 + 12, width < 560 ? 120 : 230);
  const colour = (mark: Mark): string => COLOURS[ways.indexOf(mark.how) % COLOURS.length] ?? "currentColor";
  const title = (mark: Mark): string => tell(mark);
  const most = Math.max(1, ...marks.map((mark) => mark.number));
  const thickness = (mark: Mark): number => 4 + 10 * Math.sqrt(mark.number / most);
  const stretches = marks.filter((mark) => mark.end > mark.start);
  const drawing = Plot.plot({
    width,
    height: domain.length * LANE_HEIGHT + 60,
    marginLeft: room,
    marginRight: 24,
    className: "plot",
    ariaLabel: `A timeline of ${count(marks.length, "mark")} in ${count(domain.length, "lane")}`,
    x: { type: "utc", domain: span(marks), label: null, grid: true, nice: true, ticks: Math.max(2, Math.floor((width - room) / 110)) },
    y: { type: "point", domain, label: null, tickSize: 0, tickFormat: (name: string) => clip(name, Math.floor(room / 7)) },
    marks: [
      Plot.ruleY(stretches, {
        y: lane, x1: "start", x2: "end", stroke: colour, strokeWidth: thickness, strokeOpacity: 0.45, strokeLinecap: "round", title,
      }),
      Plot.dot(marks.filter((mark) => mark.end <= mark.start), {
        y: lane, x: "start", r: (mark: Mark) => Math.sqrt(mark.number), fill: colour, fillOpacity: 0.75, title,
      }),
      Plot.tip(marks, Plot.pointer({ y: lane, x: middle, title, maxRadius: 24, className: "tip" })),
    ],
    r: { range: [4, 11] },
  });
  for (const sheet of drawing.querySelectorAll("style")) sheet.remove(); // the page's own style sheet has these rules
  drawing.setAttribute("role", "img");
  for (const part of drawing.querySelectorAll<SVGElement>("g[aria-label]")) {
    part.dataset["part"] = part.getAttribute("aria-label") ?? "";
    part.removeAttribute("aria-label"); // a group has no role that could have a label (ARIA 1.2, section 5.2.8.6)
  }
  const notes: (string | Node)[] = [];
  if (ways.filter((way) => way !== "").length > 1) notes.push(explain(ways));
  if (without > 0) notes.push(`${count(without, "row")} without a day ${without === 1 ? "is" : "are"} not drawn.`);
  return { drawing, notes };
}

function collect(rows: Rows, plan: Plan): { marks: Mark[]; without: number } {
  const marks = new Map<string, Mark>();
  let without = 0;
  for (const row of rows.cells) {
    const days = readDays(at(row, plan.day)?.value ?? "");
    if (days === null) {
      without += 1;
      continue;
    }
    for (const column of plan.series ?? []) {
      const number = weigh(row, column);
      if (number > 0) marks.set(`${marks.size}`, { lane: rows.names[column] ?? "", how: "", ...days, texts: [], number });
    }
    if (plan.series !== undefined) continue;
    const until = readDays(at(row, plan.until)?.value ?? "");
    const end = until !== null && until.end > days.start ? until.end : days.end;
    const [lane, how] = [word(row, plan.who), word(row, plan.how)];
    const key = JSON.stringify([lane, how, days.start, end]);
    const mark = marks.get(key) ?? { lane, how, start: days.start, end, texts: [], number: 0 };
    mark.number += weigh(row, plan.number);
    mark.texts.push(word(row, plan.what));
    marks.set(key, mark);
  }
  return { marks: [...marks.values()], without };
}

function span(marks: readonly Mark[]): [Date, Date] {
  const [first, last] = [Math.min(...marks.map((mark) => +mark.start)), Math.max(...marks.map((mark) => +mark.end))];
  const room = Math.max(0, (SHORTEST - (last - first)) / 2);
  return [new Date(first - room), new Date(last + room)];
}

function word(row: readonly Cell[], column: number | undefined): string {
  return at(row, column)?.text ?? "";
}

function rank(marks: readonly Mark[], name: (mark: Mark) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const mark of marks) sums.set(name(mark), (sums.get(name(mark)) ?? 0) + mark.number);
  return new Map([...sums].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)));
}

function middle(mark: Mark): Date {
  return new Date((mark.start.getTime() + mark.end.getTime()) / 2);
}

function tell(mark: Mark): string {
  const days = mark.end > mark.start ? `${write(mark.start)} to ${write(mark.end)}` : write(mark.start);
  const number = mark.texts.length === 0 ? mark.number.toLocaleString("en") : "";
  const head = [mark.lane, mark.how, days, number].filter((word) => word !== "").join(" · ");
  const texts = mark.texts.filter((text) => text !== "").slice(0, TEXTS_SHOWN).map((text) => clip(text, 140));
  const more = mark.number - texts.length;
  return [head, ...texts, ...(more > 0 && texts.length > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("\n");
}

function write(day: Date): string {
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

function explain(ways: readonly string[]): HTMLElement {
  const legend = make("span", { class: "legend" });
  for (const [index, way] of ways.entries()) {
    const swatch = make("span", { class: `swatch colour-${index % COLOURS.length}` });
    legend.append(make("span", {}, swatch, way === "" ? "not said" : way));
  }
  return legend;
}
