import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallSupergraph, startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { smallContract } from '../../support/stand-in-province.js';
import { until } from '../../support/until.js';

const rows = { GD: [{ rank: 1, label: 'a', friends: ['HN:Row:0'] }], HN: [{ rank: 2, label: 'b' }] };
const query = '{ rows { nodes { label friend { label } } coverage { exact } } }';
const whole = {
  rows: {
    nodes: [
      { label: 'a', friend: { label: 'b' } },
      { label: 'b', friend: null },
    ],
    coverage: { exact: true },
  },
};

// An earlier version of the contract, which has no field `fragile` yet.
const earlier = smallSupergraph(smallContract.replace('fragile: String ', ''));

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows);
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const write = (text: string): void => writeFileSync(federation.supergraph.file, text);
const served = async (): Promise<string> => (await fetch(`${federation.url}/schema.graphql`)).text();
const countInForce = (): number =>
  federation.logged.filter((line) => line.includes('in force') && line.includes('supergraph')).length;

describe('a new version of the contract', () => {
  it('is served without a restart', async () => {
    const asked = '{ row(id: "GD:Row:0") { fragile } }';
    const { headers } = await fetch(`${federation.url}/schema.graphql`);
    write(earlier);
    await until(() => countInForce() === 1);
    expect(await served()).not.toContain('fragile');
    expect((await fetch(`${federation.url}/schema.graphql`)).headers.get('etag')).not.toBe(headers.get('etag'));
    expect((await federation.query(asked)).errors).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);

    write(federation.supergraph.text);
    await until(() => countInForce() === 2);
    expect(await served()).toContain('fragile: String');
    expect((await federation.query(asked)).data).toEqual({ row: { fragile: 'a' } });
    expect((await federation.query(query)).data).toEqual(whole);
  });

  it.each([
    ['that does not parse', 'type Query {', /supergraph\.graphql:1: .*Compose your subgraphs again/],
    ['that is no supergraph', 'type Query { a: Int }', /supergraph\.graphql:1: not a Federation 2 supergraph/],
    ['that is empty', '', /supergraph\.graphql:1: /],
    [
      'whose subgraph is nowhere',
      smallSupergraph(smallContract).replace('name: "ordinary", url: "http://127.0.0.1:1/"', 'name: "other", url: ""'),
      /subgraph \\"other\\" has no URL/,
    ],
  ])('%s is refused with line and reason, and the old one stays', async (_what, text, reason) => {
    write(text);
    await until(() => federation.logged.some((line) => line.includes('change refused')));

    expect(federation.logged.join('')).toMatch(reason);
    expect((await federation.query(query)).data).toEqual(whole);
  });

  it('that the registry does not fit yet is served when the registry follows', async () => {
    write(federation.supergraph.text.replace('name: "ordinary", url: "http://127.0.0.1:1/"', 'name: "other", url: ""'));
    await until(() => federation.logged.some((line) => line.includes('change refused')));
    writeFileSync(federation.registry.file, federation.registry.text.replace('ordinary:', 'other:'));
    await until(() => countInForce() === 1);

    expect((await federation.query(query)).data).toEqual(whole);
    expect((await federation.query('{ featured(ids: ["GD:Row:0"]) { label } }')).data).toEqual({
      featured: [{ label: 'a' }],
    });
  });

  it('fails no request and leaves no memory behind, however often it comes', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapOf = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    let isOver = false;
    const failures: unknown[] = [];
    const asking = [1, 2].map(async () => {
      while (!isOver) {
        const { data, errors } = await federation.query(query);
        if (errors !== undefined || JSON.stringify(data) !== JSON.stringify(whole)) failures.push(errors ?? data);
      }
    });
    const heaps: number[] = [];
    for (let round = 1; round <= 100; round += 1) {
      write(round % 2 === 1 ? earlier : federation.supergraph.text);
      await until(() => countInForce() === round);
      if (round === 20 || round === 100) heaps.push(heapOf());
    }
    isOver = true;
    await Promise.all(asking);

    expect(failures).toEqual([]);
    const [early = 0, late = 0] = heaps;
    // One version of this small graph holds some megabytes: eighty that stay would be hundreds.
    expect((late - early) / 2 ** 20).toBeLessThan(40);
  }, 120_000);
});
