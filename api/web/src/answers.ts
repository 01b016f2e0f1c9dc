// Answers to queries: YASR with its table, and with pictures of the same rows.

import Yasgui from "@zazuko/yasgui";

import { make } from "./elements";
import type { Names } from "./names";
import { drawInto, KINDS, redrawWhenResized, TITLES } from "./pictures";
import { readProblem, showProblem } from "./problems";
import { type Kind, planPicture, type Rows, readTable } from "./tables";

const { Yasr } = Yasgui;

interface Term {
  readonly type: string;
  readonly value: string;
  readonly datatype?: string;
  readonly "xml:lang"?: string;
}
type Results = NonNullable<InstanceType<typeof Yasr>["results"]>;

/** What of YASR's table is replaced: it has no settings for how it shows a term. */
interface TablePlugin {
  getCellContent(term: Term): string;
  drawControls(this: { yasr: InstanceType<typeof Yasr> }): void;
  getColumns(): Record<string, unknown>[];
  getSizeFirstColumn(this: { yasr: InstanceType<typeof Yasr> }): number;
}

const ROWS_PICTURED = 2000;

/** Shows answers. Literals are shown letter for letter: YASR itself would fill in what stands in them in double braces. */
export class Answers extends Yasr {
  constructor(parent: HTMLElement, names: Names) {
    register(names);
    super(parent, {
      persistenceId: null, // an answer of yesterday is not the answer of today
      prefixes: { ...names.prefixes },
      pluginOrder: ["table", ...KINDS, "response"],
      errorRenderers: [async (error) => showProblem(readProblem(error.text))],
    });
    this.rootEl.querySelector(".yasr_external_ref_btn")?.remove(); // it leads to pages about another site
    for (const plugin of Object.values(this.plugins)) delete plugin.helpReference;
    const fillFallbackBox = (): void => {
      const kind = KINDS.find((each) => each === this.getSelectedPluginName());
      const lack = kind === undefined ? null : planPicture(kind, readTable(tabulate(this.results, names)));
      const refused = this.results?.hasError() ?? false;
      this.fallbackInfoEl.replaceChildren(...(typeof lack === "string" && !refused ? [make("p", {}, lack)] : []));
    };
    Object.assign(this, { fillFallbackBox });
  }

  override draw(): void {
    if (this.results !== undefined) keepLiterals(this.results);
    super.draw();
  }
}

function keepLiterals(results: Results): void {
  const parsed = results as unknown as { json: unknown; type: string };
  if (parsed.json !== undefined || results.hasError()) return;
  if (!(results.getContentType() ?? "").includes("sparql-results+json")) return;
  parsed.json = JSON.parse(results.getOriginalResponseAsString());
  parsed.type = "json";
}

function register(names: Names): void {
  const { prototype } = Yasr.plugins["table"] as unknown as { prototype: TablePlugin };
  const { drawControls, getColumns } = prototype;
  prototype.drawControls = function () {
    drawControls.call(this);
    this.yasr.pluginControls.querySelector(".tableSizer")?.setAttribute("aria-label", "Rows on a page");
  };
  prototype.getCellContent = (term) => make("div", {}, showTerm(term, names)).outerHTML;
  prototype.getSizeFirstColumn = function () {
    return 20 + 12 * String(this.yasr.results?.getBindings()?.length ?? 0).length; // or our letters were cut
  };
  prototype.getColumns = function () {
    const [number, ...columns] = getColumns.call(this);
    return [...(number === undefined ? [] : [number]), ...columns.map((column) => ({ ...column, render }))];
  };
  for (const kind of KINDS) Yasr.registerPlugin(kind, makePlugin(kind, names) as never);
}

/** Give a cell as it is shown, and escaped for search and order: DataTables reads what it searches as HTML. */
function render(this: void, term: Term | "", use: string | undefined): string {
  if (term === "") return "";
  return use === "filter" || use === "sort" || use === undefined
    ? make("span", {}, term.value).innerHTML
    : (Yasr.plugins["table"] as unknown as { prototype: TablePlugin }).prototype.getCellContent(term);
}

function showTerm(term: Term, names: Names): HTMLElement {
  if (term.type !== "uri") {
    const shown = make("span", { class: "nonIri", dir: "auto" }, term.value);
    if (term["xml:lang"] !== undefined) shown.lang = term["xml:lang"];
    if (term.datatype !== undefined) shown.title = names.shorten(term.datatype);
    return make("span", {}, shown);
  }
  const address = names.address(term.value);
  const words = names.shorten(term.value);
  if (address === null) return make("span", {}, words);
  return make("span", {}, make("a", { class: "iri", href: address, title: term.value }, words));
}

function makePlugin(kind: Kind, names: Names): unknown {
  return class {
    readonly priority = 1;
    readonly label = TITLES[kind];

    constructor(private readonly yasr: InstanceType<typeof Yasr>) {}

    canHandleResults(): boolean {
      return typeof planPicture(kind, this.rows()[1]) !== "string";
    }

    async draw(): Promise<void> {
      const [table, rows] = this.rows();
      const figure = make("figure", { class: "picture" });
      const words = rows.cells.length < this.number() ? `The first ${rows.cells.length} rows, which are drawn` : "The rows";
      const same = make("details", {}, make("summary", {}, words), make("div", { class: "scroll", tabindex: "0" }, table));
      this.yasr.resultsEl.append(figure, same);
      await drawInto(figure, kind, rows);
      redrawWhenResized(figure, kind, rows);
    }

    getIcon(): undefined {
      return undefined;
    }

    private number(): number {
      return this.yasr.results?.getBindings()?.length ?? 0;
    }

    private rows(): [HTMLTableElement, Rows] {
      const table = tabulate(this.yasr.results, names);
      return [table, readTable(table)];
    }
  };
}

function tabulate(results: Results | undefined, names: Names): HTMLTableElement {
  const variables = results?.getVariables() ?? [];
  const head = make("tr", {}, ...variables.map((name) => make("th", { scope: "col" }, name)));
  const body = make("tbody");
  for (const binding of (results?.getBindings() ?? []).slice(0, ROWS_PICTURED)) {
    const row = binding as unknown as Record<string, Term | undefined>;
    const cells = variables.map((name) => {
      const term = row[name];
      return term === undefined ? make("td") : make("td", {}, showTerm(term, names));
    });
    body.append(make("tr", {}, ...cells));
  }
  return make("table", { class: "answer" }, make("thead", {}, head), body);
}
