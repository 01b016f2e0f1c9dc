// Who with whom: a node for each name, a tie for each pair, as wide as there are rows for it.

import cytoscape from "cytoscape";

import { clip, count, make, safeAddress } from "./elements";
import type { Picture } from "./pictures";
import { at, type Cell, type Plan, type Rows, weigh } from "./tables";

const TIES = 200;
const SHEET = "__________cytoscape_stylesheet";

interface Tie {
  readonly from: Cell;
  readonly to: Cell;
  number: number;
}

/** Draw the strongest ties between the names in two columns; how many are left out is said beneath. */
export function draw(rows: Rows, plan: Plan): Picture {
  const all = collect(rows, plan);
  const ties = all.sort((a, b) => b.number - a.number).slice(0, TIES);
  const cells = new Map(ties.flatMap((tie) => [tie.from, tie.to]).map((cell) => [cell.text, cell]));
  const label = `A network of ${count(cells.size, "name")} and ${count(ties.length, "tie")}`;
  const canvas = make("div", { class: "network", role: "img", "aria-label": label });
  const drawing = make("div", {}, canvas);
  const notes = all.length > TIES ? [`The ${TIES} strongest of ${count(all.length, "tie")} are drawn.`] : [];
  return { drawing, notes, begin: () => drawing.prepend(begin(canvas, [...cells.values()], ties)) };
}

function collect(rows: Rows, plan: Plan): Tie[] {
  const ties = new Map<string, Tie>();
  for (const row of rows.cells) {
    const self = rows.from === null ? null : { text: rows.from, value: rows.from, address: null };
    const [from, to] = [self ?? at(row, plan.from), at(row, plan.to)];
    if (!from?.text || !to?.text) continue;
    const key = JSON.stringify([from.text, to.text]);
    const tie = ties.get(key) ?? { from, to, number: 0 };
    tie.number += plan.series?.reduce((sum, column) => sum + weigh(row, column), 0) || weigh(row, plan.number);
    ties.set(key, tie);
  }
  return [...ties.values()];
}

function begin(canvas: HTMLElement, cells: readonly Cell[], ties: readonly Tie[]): HTMLElement {
  if (document.getElementById(SHEET) === null) {
    document.head.append(make("meta", { id: SHEET })); // cytoscape would add a style element; the page's sheet has its rule
  }
  const ids = new Map(cells.map((cell, index) => [cell.text, `n${index}`]));
  const most = Math.max(1, ...ties.map((tie) => tie.number));
  const width = (tie: Tie): number => 1 + (5 * tie.number) / most;
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...cells.map((cell, index) => ({
        data: { id: `n${index}`, label: clip(cell.text, 40), address: safeAddress(cell.address) },
        position: onCircle(index, cells.length),
      })),
      ...ties.map((tie) => ({
        data: { source: ids.get(tie.from.text) ?? "", target: ids.get(tie.to.text) ?? "", width: width(tie) },
      })),
    ],
    style: paint(),
    layout: { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 200_000, idealEdgeLength: () => 110, padding: 30 },
    userZoomingEnabled: false, // or a reader who scrolls the page would be caught in the picture
    autoungrabify: false,
    minZoom: 0.2,
    maxZoom: 4,
  });
  graph.on("tap", "node", (event) => {
    const address = event.target.data("address") as string | null;
    if (address !== null) window.location.assign(address);
  });
  const keepSizes = (): void => {
    const zoom = Math.sqrt(graph.zoom());
    graph.nodes().style({ "font-size": 12 / zoom, width: 14 / zoom, height: 14 / zoom, "text-outline-width": 2 / zoom });
  };
  graph.on("zoom", keepSizes); // a larger picture has more room between its names
  keepSizes();
  return zoom(graph);
}

function onCircle(index: number, number: number): { x: number; y: number } {
  const angle = (2 * Math.PI * index) / number;
  return { x: 300 * Math.cos(angle), y: 300 * Math.sin(angle) };
}

function zoom(graph: cytoscape.Core): HTMLElement {
  const controls = make("p", { class: "zoom" });
  const add = (words: string, act: () => void): void => {
    const button = make("button", { type: "button", class: "plain-button" }, words);
    button.addEventListener("click", act);
    controls.append(button);
  };
  const middle = (): { x: number; y: number } => ({ x: graph.width() / 2, y: graph.height() / 2 });
  add("Larger", () => graph.zoom({ level: graph.zoom() * 1.3, renderedPosition: middle() }));
  add("Smaller", () => graph.zoom({ level: graph.zoom() / 1.3, renderedPosition: middle() }));
  add("All of it", () => graph.fit(undefined, 30));
  return controls;
}

function paint(): cytoscape.StylesheetJson {
  const page = getComputedStyle(document.documentElement);
  const colour = (name: string): string => page.getPropertyValue(`--${name}`).trim();
  return [
    {
      selector: "node",
      style: {
        "background-color": colour("accent"), width: 16, height: 16, label: "data(label)", color: colour("ink"),
        "font-family": "sans-serif", "font-size": 12, "text-wrap": "wrap", "text-max-width": "200px",
        "text-margin-y": -3, "text-outline-color": colour("paper"), "text-outline-width": 2,
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)", "line-color": colour("edge"), "target-arrow-color": colour("edge"),
        "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier",
      },
    },
  ];
}
