// IRIs as readers see them: short, and leading to this server's own pages.

/** How this server names things: what its IRIs begin with, and the prefixes of the questions that ship with it. */
export class Names {
  constructor(
    readonly base: string,
    readonly prefixes: Readonly<Record<string, string>>,
  ) {}

  /** Write an IRI with the prefix that covers most of it; a thing of this server without one, by its path. */
  shorten(iri: string): string {
    let best = "";
    let label = "";
    for (const [prefix, space] of Object.entries(this.prefixes)) {
      if (iri.startsWith(space) && space.length > best.length) [best, label] = [space, prefix];
    }
    if (best !== "" && /^[\w.-]*$/.test(iri.slice(best.length))) return `${label}:${iri.slice(best.length)}`;
    return iri.startsWith(this.base) && iri !== this.base ? iri.slice(this.base.length) : iri;
  }

  /** Give where an IRI leads: to its page here, or to the web; null where a browser must not follow it. */
  address(iri: string): string | null {
    if (iri.startsWith(this.base)) return `/id/${iri.slice(this.base.length)}`;
    return /^https?:\/\//.test(iri) ? iri : null;
  }
}
