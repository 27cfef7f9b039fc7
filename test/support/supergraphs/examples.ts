import { abstractTypes } from './abstract-types.js';
import type { ExampleSupergraph } from './example-supergraph.js';
import { interfaceObjects } from './interface-objects.js';
import { keys } from './keys.js';
import { mutations } from './mutations.js';
import { nullsAndValues } from './nulls-and-values.js';
import { requires } from './requires.js';
import { sharing } from './sharing.js';
import { shop } from './shop.js';
import { unions } from './unions.js';

/** Every supergraph over which an engine is compared with a monolith. */
export const examples: readonly ExampleSupergraph[] = [
  shop,
  keys,
  requires,
  sharing,
  interfaceObjects,
  unions,
  abstractTypes,
  nullsAndValues,
  mutations,
];
