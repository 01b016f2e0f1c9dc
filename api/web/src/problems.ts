// What the server says when it refuses (RFC 9457), in the words that it gives.

import { make } from "./elements";

export interface Problem {
  readonly title: string;
  readonly detail: string;
}

/** Read a problem out of what came instead of an answer. */
export function readProblem(text: string): Problem {
  try {
    const { title, detail } = JSON.parse(text) as Partial<Problem>;
    if (typeof title === "string") return { title, detail: detail ?? "" };
  } catch {
    // no problem+json: the request did not get as far as the server, or was stopped
  }
  if (/abort/i.test(text)) return { title: "The query was stopped", detail: "It was stopped before its answer came." };
  return { title: "The server did not answer", detail: `Look whether you are connected, and ask again (${text}).` };
}

/** Show a problem as the server's own pages do. */
export function showProblem(problem: Problem): HTMLElement {
  return make(
    "section",
    { class: "problem", role: "alert" },
    make("h2", {}, problem.title),
    make("p", { dir: "auto" }, problem.detail),
  );
}
