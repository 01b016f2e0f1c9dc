// Elements of pages, made without any markup in strings: what an article says is only ever text.

type Content = Node | string;

/** Make an element with attributes and content. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...content: Content[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** Make an element of a drawing. */
export function makeDrawn(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...content: Content[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}

/** Give the address if it leads to this server or to the web; anything else, `javascript:` first, is none. */
export function safeAddress(address: string | null): string | null {
  return address !== null && /^(\/(?!\/)|https?:\/\/)/.test(address) ? address : null;
}

/** Cut words that are too long for their place. */
export function clip(words: string, length: number): string {
  return words.length <= length ? words : `${[...words].slice(0, length - 1).join("").trimEnd()}…`;
}

/** Write a number of things. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
