import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';

/** Writes the registry of what this start has opened, and gives its path. */
export function writeRegistry(dataDir: string, national: string, provinces: ReadonlyMap<string, string>): string {
  const file = path.join(dataDir, 'registry.yaml');
  const content = {
    provinces: Object.fromEntries([...provinces].map(([code, url]) => [code, { url }])),
    subgraphs: { national: { url: national } },
  };
  writeFileSync(
    file,
    `# Written by npm start: where everything listens now. It is overwritten at the next start.\n${stringify(content)}`,
  );
  return file;
}

/** Copies the committed supergraph to where extensions may be composed into it, and gives its path. */
export function placeSupergraph(dataDir: string): string {
  const file = path.join(dataDir, 'supergraph.graphql');
  copyFileSync(path.resolve(import.meta.dirname, '../../schema/supergraph.graphql'), file);
  return file;
}
