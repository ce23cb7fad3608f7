// Builds the two products into the folders that are given: the module of the site's pages, and the offline file.
//
//     node build.mjs <folder for verify.js> <folder for verify.html>

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const [assets, data] = process.argv.slice(2);
const PARTS = ["@noble/curves", "@noble/hashes", "fflate"];

const licences = PARTS.map((part) => {
  const { version } = JSON.parse(readFileSync(join(here, "node_modules", part, "package.json"), "utf8"));
  return `${part} ${version}\n\n${readFileSync(join(here, "node_modules", part, "LICENSE"), "utf8").trim()}\n`;
}).join(`\n${"-".repeat(72)}\n\n`);
writeFileSync(join(here, "LICENSES.txt"), licences);

/** Bundle one entry; the licences of what is in it stand at its end. */
async function bundled(entry, format) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    charset: "utf8",
    footer: { js: `/*! This file holds parts of:\n\n${licences}*/` },
    format,
    legalComments: "none",
    minify: true,
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return made.outputFiles[0].text;
}

function hashOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

writeFileSync(join(assets, "verify.js"), await bundled("src/main.ts", "esm"));

const script = (await bundled("src/offline.ts", "iife")).replaceAll("</script", "<\\/script");
const style =
  readFileSync(join(here, "../docs/site/assets/verify.css"), "utf8") +
  readFileSync(join(here, "src/offline.css"), "utf8");
const page = readFileSync(join(here, "src/offline.html"), "utf8");
const filled = { SCRIPT: script, STYLE: style, SCRIPT_HASH: hashOf(script), STYLE_HASH: hashOf(style) };
writeFileSync(
  join(data, "verify.html"),
  page.replace(/\{\{(\w+)\}\}/g, (_, name) => filled[name]),
);
