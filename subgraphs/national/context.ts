import { createLoaders, type Loaders } from './loaders.js';
import type { NationalDatabase } from './national-database.js';

/** What resolvers of one request share. */
export interface NationalContext {
  readonly database: NationalDatabase;
  readonly loaders: Loaders;
}

/** Makes the context of one request. */
export function createNationalContext(database: NationalDatabase): NationalContext {
  return { database, loaders: createLoaders(database) };
}
