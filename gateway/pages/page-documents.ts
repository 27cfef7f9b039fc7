import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the pages ask by id, as a file of persisted documents. */
export interface PageDocuments {
  readonly file: string;
  readonly text: string;
}

/** Reads the documents of the dashboard, which every gateway that serves the page knows. */
export function readPageDocuments(): PageDocuments {
  const file = fileURLToPath(new URL('../../pages/dashboard/operations/documents.json', import.meta.url));
  return { file, text: readFileSync(file, 'utf8') };
}
