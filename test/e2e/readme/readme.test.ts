import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { stripIgnoredCharacters } from 'graphql';
import { readFirstExamples } from '../../../scripts/start/read-collections.js';
import { askGateway } from '../../support/ask-gateway.js';
import { runScript } from '../../support/run-script.js';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
const shown = [...readme.matchAll(/```graphql\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)];

it('shows the example queries of the playground in the README', () => {
  // The README is narrower than the files of the examples.
  expect(shown.map(([, query = '']) => stripIgnoredCharacters(query))).toEqual(
    readFirstExamples().map(({ query }) => stripIgnoredCharacters(query)),
  );
});

it('shows in the README what the queries really answer after a first start', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-readme-'));
  await using start = runScript('scripts/start.ts', [], { PORT: '0', DATA_DIR: dataDir });
  const [, url = ''] = await start.waitFor(/GraphQL +(\S+)\/graphql/);

  for (const [, query = '', answer = ''] of shown) {
    const { data } = await askGateway(url, { query });

    expect(data).toEqual((JSON.parse(answer) as { data: unknown }).data);
  }
  start.child.kill('SIGINT');
  await start.ended;
  rmSync(dataDir, { recursive: true, force: true });
}, 240_000);
