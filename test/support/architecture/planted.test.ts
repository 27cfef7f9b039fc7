// Every rule of the architecture test, with one violation that it must find and the nearest thing that it must allow.
import { expect, it } from '@jest/globals';
import { brokenPaths, missingScripts } from './document-rules.js';
import {
  besideTheDoor,
  cycles,
  impureRules,
  librariesOutside,
  type Order,
  outOfOrder,
  undeclaredPackages,
} from './import-rules.js';
import { importsOf, parseSources, type Source } from './source-files.js';
import {
  commentsWith,
  isAny,
  isDefaultExport,
  isEnvironmentHandedOn,
  isEnvironmentRead,
  isModuleMock,
  isSleep,
  linesWith,
  nodesWhere,
  poorNames,
  stringsInTests,
  tooLong,
  undocumentedExports,
} from './source-rules.js';

const plant = (files: Readonly<Record<string, string>>): readonly Source[] =>
  parseSources(Object.entries(files).map(([path, text]) => ({ path, text })));

const rooms: Order = { folder: 'gateway', rows: [['http'], ['pages', 'operation'], ['errors']] };

it('finds an import that points upwards', () => {
  const sources = plant({
    'gateway/http/server.ts': "import { a } from '../errors.js';",
    'gateway/errors.ts': "\nimport type { b } from './http/server.js';",
  });

  expect(outOfOrder(importsOf(sources), sources, rooms)).toEqual([
    'gateway/errors.ts:2 errors may not import http (gateway/http/server.ts)',
  ]);
});

it('finds an import between two rooms of one row', () => {
  const sources = plant({
    'gateway/pages/a.ts': "const b = await import('../operation/b.js');",
    'gateway/operation/b.ts': "export { c } from './c.js';",
    'gateway/operation/c.ts': "import { fault } from '../errors.js';",
  });

  expect(outOfOrder(importsOf(sources), sources, rooms)).toEqual([
    'gateway/pages/a.ts:1 pages may not import operation (gateway/operation/b.ts)',
  ]);
});

it('finds a room that is not in the table', () => {
  const sources = plant({ 'gateway/cache/a.ts': '', 'gateway/errors.test.ts': '', 'schema/a.ts': '' });

  expect(outOfOrder([], sources, rooms)).toEqual(['gateway/cache/a.ts:1 lies in no room of the table']);
});

it('finds a meeting of gateway and subgraphs, and a product that imports a test', () => {
  const order: Order = { folder: '', rows: [['test'], ['scripts'], ['gateway', 'subgraphs'], ['schema']] };
  const sources = plant({
    'gateway/a.ts': "type A = import('../subgraphs/b.js').B;",
    'gateway/a.test.ts': "import { b } from '../subgraphs/b.js';",
    'subgraphs/b.ts': "import { c } from '../test/support/c.js';",
    'jest.config.mjs': "import './scripts/typescript.mjs';",
    'scripts/d.ts': "import { a } from '../gateway/a.js';",
  });

  expect(outOfOrder(importsOf(sources), sources, order)).toEqual([
    'gateway/a.ts:1 gateway may not import subgraphs (subgraphs/b.ts)',
    'subgraphs/b.ts:1 subgraphs may not import test (test/support/c.ts)',
  ]);
});

it('finds an entry beside the door, and a barrel', () => {
  const sources = plant({
    'province/cases/case.service.ts': "import { licences } from '../licences/index.js';",
    'province/cases/index.ts': "export { open } from './case.service.js';",
    'province/licences/licence.service.ts': "import { open } from '../cases/case.service.js';",
    'province/licences/index.ts': '',
    'province/shared/index.ts': '',
  });

  expect(besideTheDoor(importsOf(sources), sources, ['province/cases', 'province/licences'])).toEqual([
    'province/shared/index.ts:1 is a barrel; only a module has an index.ts',
    'province/licences/licence.service.ts:1 enters province/cases by province/cases/case.service.ts',
  ]);
});

it('finds rules that reach for storage', () => {
  const sources = plant({
    'province/cases/case.rules.ts':
      "import { a } from '../shared/a.js'; import { b } from './leg.rules.js';\nimport { c } from './case.entity.js';",
  });

  expect(impureRules(importsOf(sources), ['province/shared/'])).toEqual([
    'province/cases/case.rules.ts:2 a rules file may not import ./case.entity.js',
  ]);
});

it('finds a circle, of types too', () => {
  const sources = plant({
    'a.ts': "import type { B } from './b.js';",
    'b.ts': "import type { C } from './c.js';\nimport type { D } from './d.js';",
    'c.ts': "import type { A } from './a.js';",
    'd.ts': '',
  });

  expect(cycles(importsOf(sources))).toEqual(['a.ts:1 → b.ts:1 → c.ts:1 → a.ts']);
});

it('finds a library outside its room', () => {
  const text = "import { EntityManager } from '@mikro-orm/core';";
  const sources = plant({ 'a/case.entity.ts': text, 'a/case.rules.ts': text, 'a/case.rules.test.ts': text });

  expect(librariesOutside(importsOf(sources), [{ library: '@mikro-orm/', files: ['a/*.entity.ts'] }])).toEqual([
    'a/case.rules.ts:1 imports @mikro-orm/ outside its room',
  ]);
});

it('finds a package that only another package brings, and a built-in without its prefix', () => {
  const sources = plant({
    'gateway/a.ts':
      "import 'node:fs';\nimport 'fastify';\nimport 'graphql/language';\nimport 'pino';\nimport 'fs';\nimport 'jest';",
    'gateway/a.test.ts': "import { it } from 'jest';",
  });

  expect(undeclaredPackages(importsOf(sources), { product: ['fastify', 'graphql'], tools: ['jest'] })).toEqual([
    'gateway/a.ts:4 package.json has no dependency pino',
    'gateway/a.ts:5 package.json has no dependency fs',
    'gateway/a.ts:6 package.json has no dependency jest',
  ]);
});

it('finds a file that is too long', () => {
  expect(tooLong(plant({ 'a.ts': 'x;\nx;\n', 'b.ts': 'x;\nx;\nx;\n' }), 2)).toEqual(['b.ts:3 has 3 lines']);
});

it('finds any in every position, and not in words', () => {
  const sources = plant({
    'a.ts':
      "const a: any = 1;\nconst b = a as any;\nf<any>();\nlet c: Promise<any[]>;\nconst d = ': any'; // as any\nlet e: unknown;",
  });

  expect(nodesWhere(sources, isAny)).toEqual(['a.ts:1 any', 'a.ts:2 any', 'a.ts:3 any', 'a.ts:4 any']);
});

it('finds a default export in both forms', () => {
  const sources = plant({
    'a.ts': 'export default 1;',
    'b.ts': 'export default function f() {}',
    'c.ts': 'switch (1) { default: }\nexport const x = 1;',
  });

  expect(nodesWhere(sources, isDefaultExport)).toEqual(['a.ts:1 export default 1;', 'b.ts:1 default']);
});

it('finds a word in comments of every kind, and not in strings', () => {
  const sources = plant({
    'a.ts':
      "// HACK\nconst a = 'HACK';\n/**\n * HACK\n */\nfunction f() {\n  a; // HACK\n  /* HACK */\n}\n`// HACK ${a} // HACK`;",
  });

  expect(commentsWith(sources, /HACK/)).toEqual(['a.ts:1 HACK', 'a.ts:4 HACK', 'a.ts:7 HACK', 'a.ts:8 HACK']);
});

it('finds a module mock', () => {
  const sources = plant({
    'a.test.ts': "jest.mock('./a.js');\njest.unstable_mockModule('./a.js', f);\njest.fn();\nmock.mock();",
  });

  expect(nodesWhere(sources, isModuleMock)).toEqual([
    "a.test.ts:1 jest.mock('./a.js')",
    "a.test.ts:2 jest.unstable_mockModule('./a.js', f)",
  ]);
});

it('finds a sleep, and allows time limits and servers that answer late', () => {
  const sources = plant({
    'a.test.ts': [
      "import { setTimeout as wait } from 'node:timers/promises'; import { setImmediate as turn } from 'node:timers/promises';",
      'await new Promise((r) => setTimeout(r, 9));',
      'await new Promise<void>((r) => { setTimeout(() => { r(); }, 9); });',
      'await new Promise((r, fail) => setTimeout(() => fail(), 9));',
      'setTimeout(() => reply(), 9);',
    ].join('\n'),
  });

  expect(nodesWhere(sources, isSleep)).toEqual([
    "a.test.ts:1 import { setTimeout as wait } from 'node:timers/promises';",
    'a.test.ts:2 setTimeout(r, 9)',
    'a.test.ts:3 setTimeout(() => { r(); }, 9)',
  ]);
});

it('finds a name that tells nothing or is not in kebab-case', () => {
  const sources = plant({
    'a/date-utils.ts': '',
    'a/common/b.ts': '',
    'a/types.ts': '',
    'a/dateRange.ts': '',
    'a/case.mapper.ts': '',
    'a/case.rules.test.ts': '',
    'a/information.ts': '',
    'jest.config.mjs': '',
  });

  expect(poorNames(sources, ['rules'])).toEqual([
    'a/date-utils.ts:1 tells nothing',
    'a/common/b.ts:1 tells nothing',
    'a/types.ts:1 tells nothing',
    'a/dateRange.ts:1 is not kebab-case with a known role',
    'a/case.mapper.ts:1 is not kebab-case with a known role',
  ]);
});

it('finds an exported function or class without a doc block', () => {
  const sources = plant({
    'a.ts': [
      'export function a() {}',
      '// Not a doc block.',
      'export class B {}',
      'export const c = () => 1;',
      'function d() {}',
      'export { d };',
      '/** Says what it promises. */',
      'export async function e() {}',
      '/** Overloads. */',
      'export function f(x: string): void;',
      'export function f(x: number): void;',
      'function g() {}',
      'export const H = 1;',
      "@ObjectType({ description: 'An item.' })",
      'export class Item {}',
      '@Resolver()',
      'export class ItemResolver {}',
    ].join('\n'),
  });

  expect(undocumentedExports(sources)).toEqual([
    'a.ts:1 a has no doc block',
    'a.ts:3 B has no doc block',
    'a.ts:4 c has no doc block',
    'a.ts:5 d has no doc block',
    'a.ts:16 ItemResolver has no doc block',
  ]);
});

it('finds a read of the environment, and allows to write one variable', () => {
  const sources = plant({
    'a.ts':
      "import { env } from 'node:process';\nconst a = process.env.PORT;\nconst b = process.env['PORT'];\nprocess.env.QUIET = process.env['QUIET'] = '1';\nprocess.env.OTHER = '1';\nconst { c } = process.env;\nf(process.env.QUIET);",
  });

  expect(nodesWhere(sources, (node) => isEnvironmentRead(node, 'QUIET'))).toEqual([
    'a.ts:1 env',
    'a.ts:2 process.env',
    'a.ts:3 process.env',
    'a.ts:5 process.env',
    'a.ts:6 process.env',
    'a.ts:7 process.env',
  ]);
});

it('tells an environment that is handed on from one that is read', () => {
  const sources = plant({ 'a.ts': 'readConfig(process.env);\nreadConfig(process.env.PORT);\nconst a = process.env;' });

  expect(nodesWhere(sources, (node) => isEnvironmentRead(node) && isEnvironmentHandedOn(node))).toEqual([
    'a.ts:1 process.env',
  ]);
});

it('counts a string only where it is a literal of a test', () => {
  const sources = plant({ 'a.test.ts': "expect('ONE'); // 'TWO'", 'b.ts': "'THREE'" });

  expect([...stringsInTests(sources)]).toEqual(['ONE']);
});

it('finds a line of any file', () => {
  expect(linesWith([{ path: 'a.yaml', text: 'one\ntwo: secret-1' }], /secret-\d/)).toEqual(['a.yaml:2 secret-1']);
});

it('finds a path that leads nowhere', () => {
  const paths = ['docs/a.md', 'gateway/http/server.ts', 'subgraphs/instances/GD.json', 'README.md'];
  const text = [
    'Existing: `gateway/http/server.ts:12`, `gateway/http/`, `server.ts`, `.test.ts`, `subgraphs/instances/<CODE>.json`,',
    '`node --test gateway/http/server.ts`, [a](../README.md#top), [b](https://example.invalid/x.md), `application/json`.',
    '```',
    '`gateway/gone.ts`',
    '```',
    'Gone: `gateway/http/client.ts`, `client.ts`,',
    '`gateway/*.graphql`, `scripts/`, [c](gone.md), [d](/README.md).',
  ].join('\n');

  expect(brokenPaths([{ path: 'docs/a.md', text }], paths)).toEqual([
    'docs/a.md:6 gateway/http/client.ts does not exist',
    'docs/a.md:6 client.ts does not exist',
    'docs/a.md:7 gateway/*.graphql does not exist',
    'docs/a.md:7 scripts/ does not exist',
    'docs/a.md:7 gone.md does not exist',
  ]);
});

it('finds an npm script that does not exist', () => {
  const text = 'Run `npm start`, `npm run check:types` or `npm run --silent gone -- --url x`.\n\n    npm run lost.\n';

  expect(missingScripts([{ path: 'a.md', text }], ['start', 'check:types'])).toEqual([
    'a.md:1 package.json has no script gone',
    'a.md:3 package.json has no script lost',
  ]);
});
