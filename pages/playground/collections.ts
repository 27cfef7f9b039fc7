import { type Collection, gatherCollections } from './parse-example.js';

const files = import.meta.glob<string>('./collections/*/*.graphql', { query: '?raw', import: 'default', eager: true });

/** The examples that are kept beside the page, built into it. */
export const collections: readonly Collection[] = gatherCollections(
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('./collections/', ''), text])),
);
