// The query page with an editor in place of its text field. Without this, the page is a form, and works as one.

import Yasgui from "@zazuko/yasgui";

import { Answers } from "./answers";
import { completeFrom } from "./completion";
import { count, make } from "./elements";
import { Names } from "./names";

const { Yasqe } = Yasgui;

const LONGEST_ADDRESS = 6000;

interface Answered {
  readonly headers?: Headers;
}

function begin(page: HTMLElement): void {
  const form = page.querySelector<HTMLFormElement>("form.query");
  const [field, button] = [form?.querySelector("textarea"), form?.querySelector("button")];
  if (!form || !field || !button) return;
  const names = new Names(page.dataset["base"] ?? "", JSON.parse(page.dataset["prefixes"] ?? "{}") as Record<string, string>);
  completeFrom(names);
  const holder = make("div", { class: "yasgui" });
  field.before(holder);
  const editor = new Yasqe(holder, {
    value: field.value,
    persistenceId: null, // the address of the page has the query
    createShareableLink: null as never,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    screenReaderLabel: "SPARQL query",
    prefixCcApi: null,
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    extraKeys: { Tab: false as never, "Shift-Tab": false as never }, // or the keyboard could not leave the editor
  });
  field.hidden = true;
  form.querySelector<HTMLLabelElement>("label[for=query]")?.removeAttribute("for");
  button.parentElement?.append(make("span", { class: "count" }, "Ctrl+Enter asks, Ctrl+Space completes"));
  const status = make("p", { role: "status", class: "count" });
  const place = make("section", { class: "yasgui", "aria-label": "Answer" });
  (page.querySelector(".limits") ?? form).after(status, place);
  let answers: Answers | null = null; // there is nothing to look at before the first answer
  const words = button.textContent ?? "";
  let asking = false;

  const ask = (): void => {
    for (const old of page.querySelectorAll(".answered")) old.remove();
    editor.query().catch(() => undefined); // what went wrong is shown with the answers
  };
  editor.on("query", () => {
    asking = true;
    button.textContent = "Stop";
    status.textContent = "Asking …";
    rememberIn(location, editor.getValue());
  });
  editor.on("queryResponse", (_, response: Answered | Error, duration) => {
    asking = false;
    button.textContent = words;
    answers ??= new Answers(place, names);
    answers.setResponse(response, duration);
    const rows = answers.results?.getBindings();
    status.textContent = answers.results?.hasError() ? "" : rows ? `${count(rows.length, "row")} in ${(duration / 1000).toFixed(1)} seconds` : "Answered";
    if (rows?.length === 0) status.textContent = "No rows: nothing on record fits the query.";
    const snapshot = response instanceof Error ? null : response.headers?.get("OnRecord-Snapshot");
    if (snapshot) status.after(offerAddress(editor.getValue(), snapshot));
  });
  form.addEventListener("submit", (event) => {
    field.value = editor.getValue();
    if (form.querySelector("select")?.value !== "html") return; // a file, which the browser fetches by itself
    event.preventDefault();
    if (asking) editor.abortQuery();
    else ask();
  });
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.question") : null;
    const query = link === null ? null : new URL(link.href).searchParams.get("query");
    if (query === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    editor.setValue(query);
    form.scrollIntoView({ block: "nearest" });
    ask();
  });
}

function rememberIn(place: Location, query: string): void {
  const address = `${place.pathname}?${new URLSearchParams({ format: "html", query }).toString()}`;
  if (address.length < LONGEST_ADDRESS) history.replaceState(null, "", address);
}

function offerAddress(query: string, snapshot: string): HTMLElement {
  const hidden = (name: string, value: string): HTMLElement => make("input", { type: "hidden", name, value });
  return make(
    "form",
    { class: "formats answered", action: "/q", method: "post" },
    hidden("query", query),
    hidden("snapshot", snapshot),
    make("button", { class: "plain-button" }, "A short address for this answer"),
    ` of snapshot ${snapshot}`,
  );
}

const page = document.querySelector<HTMLElement>("[data-editor]");
if (page !== null) begin(page);
