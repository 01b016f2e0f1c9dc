// Completion of classes and properties: those that this server's own description of its data (VoID) counts, the most
// used first. Nothing is asked of any other host.

import Yasgui from "@zazuko/yasgui";

import type { Names } from "./names";

const { Yasqe } = Yasgui;

type Term = "class" | "property";

const VOID = "http://rdfs.org/ns/void#";
const LINE = /^<([^>]*)> <([^>]*)> (?:<([^>]*)>|"([^"]*)".*) \.$/;
const MOST = 60;

/** Have every editor complete our prefixes, our classes and our properties, and the variables of its query. */
export function completeFrom(names: Names): void {
  const described = once(readDescription);
  Yasqe.defaults.autocompleters = ["variables"];
  Yasqe.forkAutocompleter("prefixes", {
    name: "onrecord-prefixes",
    persistenceId: null,
    get: () => Object.entries(names.prefixes).map(([prefix, space]) => `${prefix}: <${space}>`),
  });
  for (const term of ["class", "property"] as const) {
    Yasqe.forkAutocompleter(term, {
      name: `onrecord-${term}`,
      get: async (_, token) => {
        const typed = token?.autocompletionString ?? token?.string ?? "";
        return choose((await described())[term], typed, token?.tokenPrefixUri);
      },
      postProcessSuggestion: (_, token, iri) => {
        const { tokenPrefix, tokenPrefixUri } = token;
        if (tokenPrefix && tokenPrefixUri !== undefined) return tokenPrefix + iri.slice(tokenPrefixUri.length);
        const short = names.shorten(iri);
        return token.string.startsWith("<") || short === iri || !short.includes(":") ? `<${iri}>` : short;
      },
    });
  }
}

/** Choose what begins as it was typed, and then what has the typed letters in its name. */
export function choose(terms: readonly string[], typed: string, space = ""): string[] {
  const word = typed.slice(space !== "" && typed.startsWith(space) ? space.length : 0).toLowerCase();
  const local = (iri: string): string => iri.slice(space.length || Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1);
  const among = terms.filter((iri) => iri.startsWith(space));
  const begin = among.filter((iri) => iri.startsWith(typed) || local(iri).toLowerCase().startsWith(word));
  const hold = among.filter((iri) => !begin.includes(iri) && local(iri).toLowerCase().includes(word));
  return [...begin, ...hold].slice(0, MOST);
}

/** Read the classes and properties, the most used first, out of a description in N-Triples. */
export function readTerms(triples: string): Record<Term, string[]> {
  const parts = new Map<string, { class?: string; property?: string; number: number }>();
  for (const line of triples.split("\n")) {
    const [, subject = "", path = "", iri, literal] = LINE.exec(line) ?? [];
    const part = parts.get(subject) ?? { number: 0 };
    if (path === `${VOID}class` && iri !== undefined) part.class = iri;
    else if (path === `${VOID}property` && iri !== undefined) part.property = iri;
    else if ((path === `${VOID}entities` || path === `${VOID}triples`) && literal !== undefined) part.number = Number(literal);
    else continue;
    parts.set(subject, part);
  }
  const ranked = [...parts.values()].sort((a, b) => b.number - a.number);
  const list = (term: Term): string[] => ranked.map((part) => part[term]).filter((iri) => iri !== undefined);
  return { class: list("class"), property: list("property") };
}

async function readDescription(): Promise<Record<Term, string[]>> {
  const response = await fetch("/.well-known/void?format=ntriples");
  if (!response.ok) throw new Error(await response.text());
  return readTerms(await response.text());
}

/** Do a thing at the first call and keep what came of it; a failure is not kept. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= work().catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}
