// Writes each library as one file, with its licence beside it. `script/vendor` runs it.

import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const from = (path) => here(`node_modules/${path}`);
const OUT = here("../src/nuanfeng/ui/static/vendor");
const to = (path) => `${OUT}/${path}`;

await rm(OUT, { recursive: true, force: true });

async function bundle(name, file, edit = (text) => text) {
  await mkdir(to(name), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: [here(`entries/${name}.js`)],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2020",
    legalComments: "inline",
    write: false,
  });
  await writeFile(to(`${name}/${file}`), edit(outputFiles[0].text));
}

// One text for another; that the text is there is part of the build.
function replaced(text, pattern, by) {
  if (!pattern.test(text)) throw new Error(`nothing matches ${pattern}`);
  return text.replace(pattern, by);
}

await bundle("uqr", "uqr.js");
await cp(from("uqr/LICENSE"), to("uqr/LICENSE"));

// The reader's program is asked for beside this file, never from somebody else's server.
const elsewhere = /`https:\/\/fastly\.jsdelivr\.net\/[^`]*\$\{(\w+)\}`/;
await bundle("barcode-detector", "ponyfill.js", (text) => replaced(text, elsewhere, "new URL($1,import.meta.url).href"));
await cp(from("zxing-wasm/dist/reader/zxing_reader.wasm"), to("barcode-detector/zxing_reader.wasm"));
await cp(from("barcode-detector/LICENSE"), to("barcode-detector/LICENSE"));
await cp(from("zxing-wasm/LICENSE"), to("barcode-detector/LICENSE.zxing-wasm"));

// A classic script that sets window.L. The list of static files cannot be made with a map that is not there.
await mkdir(to("leaflet"), { recursive: true });
const leaflet = await readFile(from("leaflet/dist/leaflet.js"), "utf8");
await writeFile(to("leaflet/leaflet.js"), replaced(leaflet, /\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
await cp(from("leaflet/dist/leaflet.css"), to("leaflet/leaflet.css"));
await cp(from("leaflet/dist/images"), to("leaflet/images"), { recursive: true });
await cp(from("leaflet/LICENSE"), to("leaflet/LICENSE"));
