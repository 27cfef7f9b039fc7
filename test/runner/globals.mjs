// What test files import as @jest/globals, which itself exists in Jest's module registry only. Each function stands for
// that of the file that runs at the time: what helps several files is imported by the first of them and kept.
import { heldGlobals } from './hold-globals.mjs';

const ofTheFile = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, given) => heldGlobals()[name](...given),
    get: (_target, key) => heldGlobals()[name][key],
  });

export const { expect } = heldGlobals();
export const afterAll = ofTheFile('afterAll');
export const afterEach = ofTheFile('afterEach');
export const beforeAll = ofTheFile('beforeAll');
export const beforeEach = ofTheFile('beforeEach');
export const describe = ofTheFile('describe');
export const it = ofTheFile('it');
export const test = ofTheFile('test');
