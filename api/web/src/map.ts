// Where: the outlines of states, filled by how much there is, and dots where a table has coordinates. No tile is asked of
// anybody: the outlines come with this server.

import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";

import { count, makeDrawn, safeAddress } from "./elements";
import type { Picture } from "./pictures";
import { findState } from "./states";
import { at, type Plan, type Rows, weigh } from "./tables";

const WIDTH = 960;
const HEIGHT = 470;
const WITHOUT_CODE: Record<string, string> = { Kosovo: "XKX" };

interface Tally {
  readonly name: string;
  readonly address: string | null;
  number: number;
}

/** Draw the states that rows name; those too small for this map are named beneath it. */
export function draw(rows: Rows, plan: Plan): Picture {
  const world = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const states = feature(world, world.objects.countries).features;
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: "Sphere" });
  const outline = geoPath(projection);
  const { tallies, elsewhere } = sum(rows, plan);
  const most = Math.max(1, ...[...tallies.values()].map((tally) => tally.number));
  const drawing = makeDrawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "map" });
  drawing.setAttribute("aria-label", `A map of the world with ${count(tallies.size, "state")} marked`);
  const drawn = new Set<string>();
  for (const state of states) {
    const key = state.id === undefined ? (WITHOUT_CODE[state.properties.name] ?? "") : String(state.id).padStart(3, "0");
    const tally = tallies.get(key);
    const shape = makeDrawn("path", { d: outline(state) ?? "", class: tally === undefined ? "land" : "land marked" });
    if (tally !== undefined) {
      drawn.add(key);
      shape.setAttribute("fill-opacity", (0.25 + 0.75 * Math.sqrt(tally.number / most)).toFixed(3));
      shape.append(makeDrawn("title", {}, `${tally.name}: ${tally.number.toLocaleString("en")}`));
    }
    drawing.append(lead(shape, tally?.address ?? null));
  }
  const borders = outline(mesh(world, world.objects.countries, (a, b) => a !== b));
  drawing.append(makeDrawn("path", { d: borders ?? "", class: "borders" }));
  for (const spot of place(rows, plan, projection)) drawing.append(spot);
  return { drawing, notes: explain(tallies, drawn, elsewhere, plan) };
}

function sum(rows: Rows, plan: Plan): { tallies: Map<string, Tally>; elsewhere: number } {
  const tallies = new Map<string, Tally>();
  let elsewhere = 0;
  if (plan.country === undefined) return { tallies, elsewhere };
  for (const row of rows.cells) {
    const cell = at(row, plan.country);
    const state = cell === null ? null : findState(cell.value);
    if (cell === null || state === null) {
      elsewhere += 1;
      continue;
    }
    const key = state.numeric || state.iso3;
    const tally = tallies.get(key) ?? { name: state.name, address: safeAddress(cell.address), number: 0 };
    tally.number += weigh(row, plan.number);
    tallies.set(key, tally);
  }
  return { tallies, elsewhere };
}

function place(rows: Rows, plan: Plan, projection: (point: [number, number]) => [number, number] | null): SVGElement[] {
  if (plan.latitude === undefined || plan.longitude === undefined) return [];
  const spots: SVGElement[] = [];
  for (const row of rows.cells) {
    const [north, east] = [at(row, plan.latitude), at(row, plan.longitude)];
    if (!north?.value || !east?.value) continue;
    const [latitude, longitude] = [Number(north.value), Number(east.value)];
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) continue;
    const [x, y] = projection([longitude, latitude]) ?? [0, 0];
    const words = at(row, plan.what)?.text ?? `${north.text}, ${east.text}`;
    const spot = makeDrawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 4, class: "spot" });
    spot.append(makeDrawn("title", {}, words));
    spots.push(lead(spot, safeAddress(at(row, plan.what)?.address ?? null)));
  }
  return spots;
}

function lead(shape: SVGElement, address: string | null): SVGElement {
  return address === null ? shape : makeDrawn("a", { href: address, tabindex: -1 }, shape);
}

function explain(tallies: Map<string, Tally>, drawn: Set<string>, elsewhere: number, plan: Plan): string[] {
  const small = [...tallies].filter(([key]) => !drawn.has(key)).map(([, tally]) => `${tally.name} ${tally.number}`);
  const [top] = [...tallies.values()].sort((a, b) => b.number - a.number);
  const notes = ["Outlines: Natural Earth, which shows who holds a territory and takes no side."];
  if (small.length > 0) notes.unshift(`Too small for this map: ${small.join(", ")}.`);
  if (elsewhere > 0 && plan.latitude === undefined) {
    notes.unshift(`${count(elsewhere, "row")} without a state ${elsewhere === 1 ? "is" : "are"} not drawn.`);
  }
  if (top !== undefined) notes.unshift(`The darkest is ${top.name}, with ${top.number.toLocaleString("en")}.`);
  return notes;
}
