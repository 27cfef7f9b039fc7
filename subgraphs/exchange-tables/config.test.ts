import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { aCase, anItem, together } from '../../test/support/exchange-tables/exchange-rows.js';
import { openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { fillTables } from '../../test/support/exchange-tables/fill-tables.js';
import { runScript } from '../../test/support/run-script.js';
import { readInstance } from '../shared/instance.js';
import { openTables } from './adapter.js';
import { readAdapterConfig } from './config.js';

it('reads where the tables are', () => {
  expect(readAdapterConfig(['AH', '--port', '4301', '--database', 'a.sqlite'], {})).toMatchObject({
    code: 'AH',
    command: 'serve',
    port: 4301,
    database: { file: 'a.sqlite' },
    applicantsWithoutRegion: 'WITHHELD',
    provenance: 'OFFICIAL',
  });
  expect(readAdapterConfig(['AH', 'report'], { DATABASE_FILE: 'b.sqlite' })).toMatchObject({
    command: 'report',
    database: { file: 'b.sqlite' },
  });
  const url = 'postgresql://reader@db:5432/exchange';
  expect(readAdapterConfig(['AH'], { DATABASE_URL: url }).database).toEqual({ url, schema: 'public' });
  expect(readAdapterConfig(['AH'], { DATABASE_URL: `${url}?schema=front` }).database).toEqual({ url, schema: 'front' });
});

it.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
  ['no province', [], {}, /Name one province/],
  ['no database', ['AH'], {}, /No database is named/],
  ['two databases', ['AH', '--database', 'a'], { DATABASE_URL: 'postgresql://a@b/c' }, /Both a file and DATABASE_URL/],
  ['another command', ['AH', 'copy'], {}, /no command copy/],
  ['no port', ['AH', '--port', 'x', '--database', 'a'], {}, /--port is not a port number: x/],
  ['another word for applicants', ['AH', '--applicants-without-region', 'all', '--database', 'a'], {}, /it can be own/],
])('refuses %s with the cure', (_what, argv, env, message) => {
  expect(() => readAdapterConfig(argv, env)).toThrow(message);
});

it('refuses a database that lacks tables or columns, and names them', async () => {
  const opening = openAdapterWorld(anItem(), {
    shape: { times: 'TEXT', without: ['up_task_general_basic.promise_day'] },
  });

  await expect(opening).rejects.toThrow(/has no up_task_general_basic\.promise_day\. Create a view/);
});

it('refuses a file that is not there, and makes none', async () => {
  const instance = readInstance('AH');

  await expect(openTables({ instance, database: { file: '/nowhere/a.sqlite' } })).rejects.toThrow(
    /There is no database \/nowhere\/a\.sqlite/,
  );
});

it('reports as a command, says by its exit code whether everything was mapped, and serves until it is stopped', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-report-'));
  try {
    const [tidy, dirty] = [path.join(folder, 'tidy.sqlite'), path.join(folder, 'dirty.sqlite')];
    await fillTables({ file: tidy }, together(anItem(), aCase()));
    await fillTables({ file: dirty }, together(anItem(), aCase({ accept: { apply_type: 'Z' } })));
    const report = async (file: string): Promise<readonly [unknown, string]> => {
      await using script = runScript('subgraphs/exchange-tables/main.ts', ['AH', 'report', '--database', file]);
      return [await script.ended, script.output()];
    };

    expect(await report(tidy)).toEqual([0, expect.stringContaining('Everything that counts is served.')]);
    expect(await report(dirty)).toEqual([2, expect.stringContaining('Case: 0 of 1')]);
    expect(await report(path.join(folder, 'none.sqlite'))).toEqual([
      1,
      expect.stringContaining('There is no database'),
    ]);
    await using server = runScript('subgraphs/exchange-tables/main.ts', ['AH', '--database', tidy]);
    const [, url = ''] = await server.waitFor(/listens on (\S+graphql)/);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ cases { totalCount } }"}',
    });
    expect(await response.json()).toEqual({ data: { cases: { totalCount: 1 } } });
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
