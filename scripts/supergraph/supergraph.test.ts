import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { CompositionError } from '../../schema/compose.js';
import { runScript } from '../../test/support/run-script.js';
import { composeWith } from './compose-with.js';
import { compareSchemas } from './compare-schemas.js';
import { ownOperations, readOperations } from './read-operations.js';

const committed = readFileSync(path.resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8');
const example = path.resolve(import.meta.dirname, '../../docs/examples/extension/schema.graphql');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tongban-supergraph-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a supergraph with extensions', () => {
  it('holds the fields that they add, and no address of theirs', () => {
    const supergraph = composeWith([`gd-queues=${example}`]);

    expect(supergraph).toMatch(/GD_QUEUES @join__graph\(name: "gd-queues", url: ""\)/);
    expect(supergraph).toMatch(/queue: WindowQueue @join__field\(graph: GD_QUEUES\)/);
  });

  it('is refused where an extension repeats a field of the contract', () => {
    const key = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
    const file = write('greedy.graphql', `${key}\ntype ServiceWindow @key(fields: "id") { id: ID! phone: String! }`);

    expect(() => composeWith([file])).toThrow(CompositionError);
    expect(() => composeWith([file])).toThrow(/ServiceWindow\.phone/);
  });

  it.each([
    ['a name that is taken', () => `national=${example}`, /"national" is the name of another/],
    [
      'a name that is none',
      () => `GD Queues=${example}`,
      /"GD Queues" is no name of a subgraph\. Give it one, such as/,
    ],
    [
      'a file that is not there',
      () => path.join(folder, 'none.graphql'),
      /cannot be read\. Name the file with the SDL/,
    ],
    ['a file that is no GraphQL', () => write('bad.graphql', 'type {'), /^bad:1: Syntax Error/],
  ])('is refused with %s', (_what, extension, message) => {
    expect(() => composeWith([extension()])).toThrow(message);
  });
});

it('npm run supergraph -- check ends with 1 for a break that is used, and with 0 for one that is not', async () => {
  const place = committed.indexOf('type Province ');
  const field = 'nameZh: String';
  const older = committed.slice(0, place) + committed.slice(place).replace(field, `nickname: String\n  ${field}`);
  const base = ['--base', write('base.graphql', older)];
  const manifest = write('mine.json', JSON.stringify({ mine: 'query Mine { provinces { nickname } }' }));
  const check = async (...args: readonly string[]): Promise<readonly [unknown, string]> => {
    await using script = runScript('scripts/supergraph.ts', ['check', ...args]);
    return [await script.ended, script.output()];
  };

  const unused = await check(...base);
  const used = await check(...base, '--operations', manifest);
  const absent = await check('--base', path.join(folder, 'none'));

  const message = "Field 'nickname' was removed from object type 'Province'";
  expect(unused).toEqual([
    0,
    expect.stringContaining(`WARNING ${message}\n0 additions, 1 breaks that nobody uses, 0 that are used`),
  ]);
  expect(used).toEqual([1, expect.stringMatching(/^ERROR {3}Field 'nickname' .* 'Province': used by Mine \(.+\)\n/)]);
  expect(absent).toEqual([1, expect.stringContaining('is no schema. Name one with --base')]);
});

describe('the operations in use', () => {
  const schema = buildSchema(committed, { assumeValid: true });

  it('are those of the pages, of the examples, of the exchange, and those that are named', () => {
    const manifest = write('documents.json', JSON.stringify({ mine: 'query Mine { windows { totalCount } }' }));
    const names = readOperations([...ownOperations, manifest], schema).map(({ name }) => name);

    expect(names.filter((name) => name.endsWith('(the exchange)'))).toHaveLength(2);
    expect(names).toContainEqual(
      expect.stringMatching(/^Provinces \(.*pages\/dashboard\/operations\/documents\.json\)$/),
    );
    expect(names).toContainEqual(expect.stringMatching(/^NewestCases \(.*pages\/playground\/collections\)$/));
    expect(names).toContainEqual(expect.stringMatching(/^Guide \(.*docs\/examples\/client\/operations\)$/));
    expect(names).toContainEqual(expect.stringMatching(/^Mine \(.*documents\.json\)$/));
  });

  it.each([
    ['Province.nameZh', 'nameZh: String', 'NewestCases'],
    ['DeliveryRefusal.refusal', 'refusal: DeliveryRefusalCode!', 'Deliver'],
  ])('show a break of the real schema for what it is: %s', async (place, field, operation) => {
    const [type = '', name = ''] = place.split('.');
    const start = committed.indexOf(`type ${type} `);
    const changed = committed.slice(0, start) + committed.slice(start).replace(field, field.replace(name, 'renamed'));
    const next = buildSchema(changed, { assumeValid: true });

    const { errors } = await compareSchemas(schema, next, readOperations(ownOperations, schema));

    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toBe(`Field '${name}' was removed from object type '${type}'`);
    expect(errors[0]?.usedBy.some((user) => user.startsWith(`${operation} (`))).toBe(true);
  });

  it('are refused where a place cannot be read', () => {
    expect(() => readOperations([path.join(folder, 'none')], schema)).toThrow(
      /is not there\. Name a manifest or a folder/,
    );
  });
});
