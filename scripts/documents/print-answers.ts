import { generate } from '@graphql-codegen/cli';
import type { DocumentFile } from './read-definitions.js';

const HEAD =
  '// What the operations of this folder answer, printed by npm run schema. Change the operations or the schema instead.\n';

const config = {
  immutableTypes: true,
  skipTypename: true,
  onlyOperationTypes: true,
  scalars: { DateTime: 'string', ID: 'string' },
};

/** Prints the TypeScript types of what operations answer by the schema, and of the variables that they take. */
export async function printAnswers(documents: readonly DocumentFile[], schema: string): Promise<string> {
  const made: unknown = await generate(
    {
      schema,
      documents: documents.map(({ text }) => text),
      silent: true,
      generates: { 'answers.ts': { plugins: ['typescript-operations'], config } },
    },
    false,
  );
  const [file] = made as readonly [{ readonly content: string }];
  // The descriptions stand in the schema; here they would be most of the file.
  const lines = file.content.split('\n').filter((line) => !/^\s*\/\*\*.*\*\/$/.test(line));
  return `${HEAD}${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
