import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { issueNoPassport } from '../auth/issue-passport.js';
import { createLog } from '../../telemetry/log.js';
import { parseRegistry } from '../provinces/registry.js';
import { createProvinceStatus } from '../provinces/status.js';
import { createUpstream } from '../upstream/post-graphql.js';
import { loadGraph, warm, type ServedGraph } from './served-graph.js';

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const registry = parseRegistry(
  'provinces: { GD: { url: "http://127.0.0.1:1/" } }\nsubgraphs: { national: { url: "http://127.0.0.1:1/" } }\n',
  'registry.yaml',
);

async function load(): Promise<ServedGraph> {
  const upstream = createUpstream({
    connectTimeoutMs: 1,
    headersTimeoutMs: 1,
    idleTimeoutMs: 1,
    callTimeoutMs: 1,
    answerLimitBytes: 1,
    connectionsPerOrigin: 1,
  });
  const status = createProvinceStatus({ now: () => new Date(), log: createLog(() => undefined) });
  const breaker = { enter: () => undefined, left: () => undefined };
  const routing = { upstream, status, breaker, provinceTimeoutMs: 1 };
  return loadGraph(sdl, {
    file: 'supergraph.graphql',
    registry,
    routing,
    issuePassport: issueNoPassport,
    engine: 'compiled',
    planning: 'inline',
    report: () => undefined,
  });
}

describe('warming a graph', () => {
  it('plans and compiles what the old one was asked, save what no longer fits, and asks nobody', async () => {
    const [old, next] = await Promise.all([load(), load()]);
    const prepared: string[] = [];
    const planned: unknown[] = [];
    const { provinces, engine } = next;
    if (provinces === undefined) throw new Error('the product has provinces');
    const spied: ServedGraph = {
      ...next,
      provinces: { ...provinces, source: { ...provinces.source, prepare: (query) => void prepared.push(query) } },
      engine: {
        ...engine,
        warm: (operation, onFetch) => (planned.push(operation.operationName), engine.warm(operation, onFetch)),
      },
    };
    const preparation = {
      ...old.preparation,
      recent: () => [
        'query A($p: [ID!]!, $o: [CaseOrder!]!, $f: CaseFilter!, $n: Int!) { cases(first: $n, provinces: $p, orderBy: $o, filter: $f) { nodes { id } totalCount } } query B { serviceItems { totalCount } }',
        '{ noLongerThere }',
      ],
    };

    await warm(spied, { ...old, preparation });

    expect(planned).toEqual(['A', 'B']);
    expect(prepared).toEqual([expect.stringContaining('cases'), expect.stringContaining('serviceItems')]);
  });

  it('gives everything else its turn between two plans', async () => {
    const [old, next] = await Promise.all([load(), load()]);
    const events: string[] = [];
    const engine = { ...next.engine, warm: () => Promise.resolve(void events.push('plan')) };
    const preparation = {
      ...old.preparation,
      recent: () => ['{ __typename }', '{ a: __typename }', '{ b: __typename }'],
    };

    const warming = warm({ ...next, engine }, { ...old, preparation });
    const turn = (): void => {
      events.push('turn');
      if (events.filter((event) => event === 'plan').length < 3) setImmediate(turn);
    };
    setImmediate(turn);
    await warming;

    expect(events.join(' ')).not.toContain('plan plan');
  });
});
