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
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier === '@jest/globals' ? source : specifier, context),
});
