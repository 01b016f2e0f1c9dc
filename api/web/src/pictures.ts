// Pictures of the tables on a page. A table asks for them by `data-picture="timeline"`, or by several names with spaces
// between; it stays where it is, and says the same to whoever sees no picture.

import { make } from "./elements";
import { type Kind, type Plan, planPicture, type Rows, readTable } from "./tables";

/** What was drawn, what is to be said beneath it, and what is left to do once it stands on the page. */
export interface Picture {
  readonly drawing: Element;
  readonly notes: readonly (string | Node)[];
  readonly begin?: () => void;
}

type Draw = (rows: Rows, plan: Plan, width: number) => Picture;

const DRAWERS: Record<Kind, () => Promise<{ draw: Draw }>> = {
  timeline: () => import("./timeline"),
  map: () => import("./map"),
  network: () => import("./network"),
};
export const KINDS: readonly Kind[] = ["timeline", "map", "network"];
export const TITLES: Record<Kind, string> = { timeline: "Timeline", map: "Map", network: "Network" };
const NARROWEST = 280;

/** Draw a picture of rows into a figure, in place of what is in it; say there what is missing where it cannot be drawn. */
export async function drawInto(figure: HTMLElement, kind: Kind, rows: Rows): Promise<void> {
  const plan = planPicture(kind, rows);
  if (typeof plan === "string") {
    figure.replaceChildren(make("p", { class: "lacking" }, plan));
    return;
  }
  const { draw } = await DRAWERS[kind]();
  const picture = draw(rows, plan, Math.max(NARROWEST, figure.clientWidth));
  const notes = picture.notes.map((note) => make("span", { class: "said-of-picture" }, note));
  figure.replaceChildren(make("div", { class: "drawing" }, picture.drawing));
  if (notes.length > 0) figure.append(make("figcaption", {}, ...notes));
  picture.begin?.();
  figure.dataset["drawn"] = kind;
}

function enhance(table: HTMLTableElement): void {
  const asked = (table.dataset["picture"] ?? "").split(/\s+/);
  const rows = readTable(table);
  const kinds = KINDS.filter((kind) => asked.includes(kind) && typeof planPicture(kind, rows) !== "string");
  const [only, ...others] = kinds;
  if (only === undefined) return;
  const figure = make("figure", { class: "picture" });
  const place = table.closest(".scroll") ?? table;
  place.before(figure);
  if (asked.length === 1) {
    drawOnceSeen(figure, only, rows);
  } else {
    figure.hidden = true;
    place.before(offer(figure, [only, ...others], rows));
    place.before(figure);
  }
}

/** Draw when it comes near the window, and again when the room that it has changes. */
function drawOnceSeen(figure: HTMLElement, kind: Kind, rows: Rows): void {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      void drawInto(figure, kind, rows).then(() => redrawWhenResized(figure, kind, rows));
    },
    { rootMargin: "400px" },
  );
  seen.observe(figure);
}

/** Draw again what depends on the room that it has; the other pictures scale by themselves. */
export function redrawWhenResized(figure: HTMLElement, kind: Kind, rows: Rows): void {
  if (kind !== "timeline") return;
  let [width, waiting] = [figure.clientWidth, 0];
  new ResizeObserver(() => {
    const unseen = figure.clientWidth === 0 || figure.dataset["drawn"] !== kind;
    if (unseen || Math.abs(figure.clientWidth - width) < 8) return;
    width = figure.clientWidth;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void drawInto(figure, kind, rows), 150);
  }).observe(figure);
}

function offer(figure: HTMLElement, kinds: readonly Kind[], rows: Rows): HTMLElement {
  const group = make("p", { class: "views", role: "group", "aria-label": "Pictures of this table" });
  const buttons = new Map<Kind, HTMLButtonElement>();
  for (const kind of kinds) {
    const button = make("button", { type: "button", class: "plain-button", "aria-pressed": "false" }, TITLES[kind]);
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") === "true";
      for (const [other, its] of buttons) its.setAttribute("aria-pressed", String(other === kind && !pressed));
      figure.hidden = pressed;
      if (!pressed) void drawInto(figure, kind, rows);
    });
    buttons.set(kind, button);
    group.append(button);
  }
  return group;
}

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-picture]")) enhance(table);
