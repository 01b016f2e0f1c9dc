// Answers to queries: YASR with its table, and with pictures of the same rows.

import Yasgui from "@zazuko/yasgui";

import { make } from "./elements";
import type { Names } from "./names";
import { drawInto, KINDS, TITLES } from "./pictures";
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
  const table = Yasr.plugins["table"] as unknown as { prototype: Record<string, unknown> };
  table.prototype["getCellContent"] = (term: Term): string => make("div", {}, showTerm(term, names)).outerHTML;
  for (const kind of KINDS) Yasr.registerPlugin(kind, makePlugin(kind, names) as never);
}

function showTerm(term: Term, names: Names): HTMLElement {
  if (term.type !== "uri") {
    const shown = make("span", { class: "nonIri", dir: "auto" }, term.value);
    if (term["xml:lang"] !== undefined) shown.lang = term["xml:lang"];
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
