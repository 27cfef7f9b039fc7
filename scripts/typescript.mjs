// Runs TypeScript sources without a build step: `node --import ./scripts/typescript.mjs file.ts`.
// Own hook rather than tsx or Node's type stripping, since type-graphql needs legacy decorators.
import { readFileSync } from 'node:fs';
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

const { transformSync } = await import('@swc/core');
const swcOptions = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

// A query tells two instances of one module apart.
const isTypeScript = (url) => url !== undefined && /^file:.*\.ts(\?|$)/.test(url);

module.registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOwnSource = specifier.startsWith('.') && isTypeScript(context.parentURL);
    return nextResolve(isOwnSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, nextLoad) {
    if (!isTypeScript(url)) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swcOptions, swcrc: false, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
process.setSourceMapsEnabled(true);
