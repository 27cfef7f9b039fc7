import module from 'node:module';

const source = new URL('./globals.mjs', import.meta.url).href;
let held;

/** Keeps `it`, `expect` and the others of the file that is about to be imported. */
export function holdGlobals(globals) {
  held = globals;
}

export function heldGlobals() {
  return held;
}

module.registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== '@jest/globals') return nextResolve(specifier, context);
    // One instance for each test file, which is told by its number.
    return nextResolve(`${source}${URL.parse(context.parentURL)?.search ?? ''}`, context);
  },
});
