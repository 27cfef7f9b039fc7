import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Collection, type Example, gatherCollections } from '../../pages/playground/parse-example.js';

const FOLDER = path.resolve(import.meta.dirname, '../../pages/playground/collections');

/** The examples of the playground, from their files. */
export function readCollections(): readonly Collection[] {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.graphql'));
  const files = names.map(
    (name) => [name.replaceAll('\\', '/'), readFileSync(path.join(FOLDER, name), 'utf8')] as const,
  );
  return gatherCollections(Object.fromEntries(files));
}

/** What a visitor should see first: one page over all provinces, provinces side by side, and a search with coverage. */
export function readFirstExamples(): readonly Example[] {
  return readCollections().find(({ name }) => name === 'start')?.examples ?? [];
}
