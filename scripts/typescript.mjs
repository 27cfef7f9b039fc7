// Runs TypeScript sources without a build step: `node --import ./scripts/typescript.mjs file.ts`.
// Own hook rather than tsx or Node's type stripping, since type-graphql needs legacy decorators.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import './end-with-npm.mjs';

if (typeof module.registerHooks !== 'function' || Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Tongban needs Node 24, this is Node ${process.versions.node}. ` +
      'Start it through npm (npm start, npm test): npm ci has installed Node 24 for it.',
  );
  process.exit(1);
}

const require = module.createRequire(import.meta.url);
const swcOptions = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

// Transforming and compiling take half of what a process needs to begin, so both are done once for each text. Where this
// folder may not be written, they are done each time.
const folder = new URL('../node_modules/.cache/tongban/', import.meta.url);
module.enableCompileCache(fileURLToPath(folder));
const transformer = JSON.stringify([require('@swc/core/package.json').version, swcOptions]);

function transform(filename) {
  const source = readFileSync(filename, 'utf8');
  const digest = createHash('sha256').update(`${transformer}\n${filename}\n${source}`).digest('hex');
  const kept = new URL(`${digest}.js`, folder);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { ...swcOptions, swcrc: false, filename });
    keep(kept, code);
    return code;
  }
}

function keep(file, code) {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = new URL(`${file.href}.${randomUUID()}`); // threads of one process may write at once
    writeFileSync(draft, code);
    renameSync(draft, file); // whole or not at all, whoever reads it meanwhile
  } catch {
    // not here
  }
}

// A query tells two instances of one module apart.
const isTypeScript = (url) => url !== undefined && /^file:.*\.ts(\?|$)/.test(url);

module.registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOwnSource = specifier.startsWith('.') && isTypeScript(context.parentURL);
    return nextResolve(isOwnSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, nextLoad) {
    if (!isTypeScript(url)) return nextLoad(url, context);
    return { format: 'module', source: transform(fileURLToPath(url)), shortCircuit: true };
  },
});
process.setSourceMapsEnabled(true);
