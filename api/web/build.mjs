// Builds what a browser loads: bundles in ../static/web, the licences of what is in them, and a record of both.
//
// The record, built.json, has a digest of the sources and one of each file, so that a test can tell, without node, that
// what is served is what the sources build.

import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "esbuild";

const OUT = "../static/web";
const SOURCES = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"];

// What is left out of YASGUI: a list of prefixes from the web, spam among them, for only ours are ever offered; and the one
// style element that it writes, which no page may have: query.css has its rules.
const PREFIXES = /madsrdf = "[^"]*"(?:, [\w$]+ = (?:"[^"]*"|\{[^{}]*\}))*?, ([\w$]+) = \{\s*madsrdf,[^{}]*\}/;
const STYLE = "o.appendChild(document.createTextNode(n)), e.appendChild(o)";
const pruned = {
  name: "pruned",
  setup(builder) {
    builder.onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!PREFIXES.test(text) || !text.includes(STYLE)) throw new Error(`${path}: what is left out is not where it was; mend build.mjs`);
      const contents = text.replace(PREFIXES, (_, name) => `${name} = {}`).replace(STYLE, "0");
      return { contents, loader: "js" };
    });
  },
};

await rm(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/pictures.ts", "src/query.ts", "src/query.css"],
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  plugins: [pruned],
});

const outputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
const inputs = outputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input);
const packages = await findPackages([...new Set(inputs)]);
await writeFile(`${OUT}/NOTICE`, await writeNotice(packages));
const built = { sources: await digestSources(), files: {} };
for (const name of (await readdir(OUT)).sort()) built.files[name] = digest(await readFile(join(OUT, name)));
await writeFile(`${OUT}/built.json`, `${JSON.stringify(built, null, 1)}\n`);

/** Name every package that something in the bundles comes from; bundles of others tell theirs in their source maps. */
async function findPackages(inputs) {
  const names = new Set(["datatables.net-dt"]); // in YASGUI's style sheet, which has no map
  for (const input of inputs) {
    const name = packageOf(input);
    if (name === null) continue;
    names.add(name);
    const map = await readFile(`${input}.map`, "utf8").catch(() => null);
    for (const source of map === null ? [] : JSON.parse(map).sources) {
      const inner = packageOf(source);
      if (inner !== null) names.add(inner);
    }
  }
  return [...names].sort();
}

function packageOf(path) {
  const found = [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].at(-1);
  return found === undefined ? null : found[1];
}

async function writeNotice(names) {
  const parts = ["The files in this folder hold code and data of these packages, under these licences.\n"];
  for (const name of names) {
    const folder = join("node_modules", name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)[^.]*(\.(md|txt|mit))?$/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    const licence = typeof about.license === "string" ? about.license : about.licenses?.map((each) => each.type).join(" or ");
    parts.push(`${"-".repeat(100)}\n${name} ${about.version} (${licence ?? "see its text"})\n`, ...texts.map((text) => `${text.trim()}\n`));
    if (texts.length === 0) parts.push(`Its package has no text of the licence. Its authors: ${author(about)}\n`);
  }
  return parts.join("\n").replaceAll("\r\n", "\n").replace(/[ \t]+$/gm, "");
}

function author(about) {
  const all = [about.author, ...(about.contributors ?? [])].filter(Boolean);
  return all.map((each) => (typeof each === "string" ? each : each.name)).join(", ") || about.repository?.url || about.name;
}

async function digestSources() {
  const files = [...SOURCES];
  for (const name of await readdir("src")) if ((await stat(join("src", name))).isFile()) files.push(`src/${name}`);
  const sum = createHash("sha256");
  for (const file of files.sort()) sum.update(`${relative(".", file)}\0${digest(await readFile(file))}\n`);
  return sum.digest("hex");
}

function digest(content) {
  return createHash("sha256").update(content).digest("hex");
}
