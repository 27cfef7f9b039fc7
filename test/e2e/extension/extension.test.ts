// A province adds fields of its own: its extension joins a gateway that runs, by the commands of its README, and leaves it.
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { runScript } from '../../support/run-script.js';
import { startNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;
const extension = 'gd-queues=docs/examples/extension/schema.graphql';
const listed = '{ windows(first: 40) { nodes { id queue { waiting servingNo asOf } } coverage { exact } } }';

interface Listed {
  readonly nodes: readonly { readonly id: string; readonly queue: { readonly waiting: number } | null }[];
  readonly coverage: { readonly exact: boolean };
}

it(
  'a province’s extension joins a running gateway, tells of its own rows alone, and leaves again',
  async () => {
    await using network = await startNetwork({ provinces: ['GD', 'HN'], cases: 2, isGuarded: true });
    const inDataDir = { DATA_DIR: network.dataDir };
    const run = async (script: string, ...args: readonly string[]): Promise<string> => {
      await using started = runScript(`scripts/${script}.ts`, args, inDataDir);
      expect([await started.ended, started.output()]).toEqual([0, expect.any(String)]);
      return started.output();
    };
    const supergraph = path.join(network.dataDir, 'supergraph.graphql');
    const passportKeys = path.join(network.dataDir, 'passport', 'key.public.json');
    const serve = ['--port', '0', '--passport-keys', passportKeys];
    await using served = runScript('docs/examples/extension/src/main.ts', serve);
    const [, url = ''] = await served.waitFor(/listens on (\S+)/);
    const before = await network.query(listed);

    const checked = await run('supergraph', 'check', '--with', extension);
    await run('registry', 'connect', 'gd-queues', '--url', url);
    await run('supergraph', 'compose', '--with', extension, '--out', supergraph);
    await until(async () => (await network.query(listed)).errors === undefined);
    const joined = await network.query(listed);
    const direct = await fetch(url, { method: 'POST', body: JSON.stringify({ query: '{ __typename }' }) });

    const { nodes, coverage } = joined.data?.['windows'] as unknown as Listed;
    const queuesOf = (code: string): readonly unknown[] =>
      nodes.flatMap(({ id, queue }) => (id.startsWith(`${code}:`) ? [queue] : []));
    expect(before.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(checked).toContain("ADDED   Field 'queue' was added to object type 'ServiceWindow'\n");
    expect(checked).toContain('5 additions, 0 breaks that nobody uses, 0 that are used');
    expect([queuesOf('GD').length > 1, queuesOf('HN').length > 1, coverage.exact]).toEqual([true, true, true]);
    expect(queuesOf('GD')).toEqual(queuesOf('GD').map(() => expect.objectContaining({ waiting: expect.any(Number) })));
    expect(new Set(queuesOf('HN'))).toEqual(new Set([null]));
    expect(direct.status).toBe(401);

    served.child.kill('SIGKILL');
    await served.ended;
    const alone = await network.query(listed);
    expect((alone.data?.['windows'] as unknown as Listed).nodes).toHaveLength(nodes.length);
    expect(alone.errors?.[0]).toMatchObject({ extensions: { code: 'SUBGRAPH_UNREACHABLE' } });

    await run('registry', 'disconnect', 'gd-queues');
    await run('supergraph', 'compose', '--out', supergraph);
    await until(async () => (await network.query(listed)).errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED');
    expect((await network.query('{ windows(first: 1) { totalCount } }')).errors).toBeUndefined();
  },
  PATIENCE_MS,
);
