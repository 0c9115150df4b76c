// Runs a wasm32-wasip1 build of napkin under Node: `node tests/wasm/wasi.mjs napkin.wasm run page.yaml`.
// It sees the working folder and what is below it, by relative paths, and nothing else of the machine.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [program, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: "preview1",
  args: ["napkin", ...args],
  env: {},
  preopens: { ".": "." },
  returnOnExit: true,
});
const module = await WebAssembly.compile(await readFile(program));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
