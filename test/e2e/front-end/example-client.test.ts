// The client of docs/examples/client: its types are made from the schema that a gateway serves, and it is run against
// real provinces, one of which is down, against a gateway that executes nothing but its manifest, and against the mock.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { headersOf } from '../../../scripts/demo/system-stage.js';
import { copyExampleClient, type ExampleClient } from '../../support/front-end/example-client.js';
import { answerIn, openStream, type OpenStream } from '../../support/live/read-stream.js';
import { runScript } from '../../support/run-script.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const passport = 'CN:StandardItem:nia-passport-renew';
const unemployment = 'CN:StandardItem:mohrss-unemployment-registration';

let client: ExampleClient;
let network: TestNetwork;
beforeAll(async () => {
  client = copyExampleClient();
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 3, isGuarded: true });
  expect(await client.generate(`${network.url}/schema.graphql`)).toEqual({ code: 0, output: '' });
}, 240_000); // it starts programs that take seconds, and on a busy machine many
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  client[Symbol.dispose]();
});

const asCitizen = async (): Promise<NodeJS.ProcessEnv> => {
  const { authorization = '' } = await headersOf(network.dataDir, { role: 'citizen', subject: 'li' });
  return { TONGBAN_TOKEN: authorization.replace('Bearer ', '') };
};

describe('the example client', () => {
  it('fits the schema without a doubt of the compiler', async () => {
    expect(await client.check()).toEqual({ code: 0, output: '' });
  });

  it('reads the newest cases page by page, to the end', async () => {
    const { code, output } = await client.run(network.url, ['newest', '3']);

    expect(code).toBe(0);
    expect(output.match(/第 \d 页，共 9 件/g)).toHaveLength(2);
    expect(new Set(output.match(/^ {2}.*$/gm)).size).toBe(9);
    expect(output).toContain('✓ 所询 3 省全部作答');
  });

  it('shows what to bring, and an expected no with its rule', async () => {
    const shown = await client.run(network.url, ['guide', passport, 'GD', 'HN', 'ADULT']);
    const refused = await client.run(network.url, ['guide', passport, 'GD', 'HN', 'NO_SUCH']);

    expect(shown.output).toMatch(/^普通护照.*：在广东省收件，由湖南省.*办理\n {2}(必交|视情) /);
    expect(refused.output).toMatch(/^✗ 不予办理：.+（SCENARIO_UNKNOWN，依据 .+）\n$/);
  });

  it('drafts one case however often it is told to, and not another under the same key', async () => {
    const citizen = await asCitizen();
    const draft = (key: string, item = unemployment) =>
      client.run(network.url, ['draft', item, 'HN', 'GD', key], citizen);

    const [first, again] = [await draft('1'), await draft('1')];
    const refused = await draft('1', passport);
    const unknown = await client.run(network.url, ['draft', unemployment, 'HN', 'GD', '3']);

    expect(first.output).toMatch(/^✓ 已起草 GD:Case:\S+（DRAFT）\n$/);
    expect(again.output).toBe(first.output);
    expect(refused.output).toMatch(/^✗ .+（[A-Z_]+，依据 .+，可由 [A-Z_]+ 补救）\n$/);
    expect(unknown.output).toContain('✗ 没有答复：UNAUTHENTICATED');
  });

  it('says who is missing, of each page and of each answer that a province would have given', async () => {
    await network.province('HN').stop();

    const newest = await client.run(network.url, ['newest']);
    const guide = await client.run(network.url, ['guide', passport, 'GD', 'HN']);
    await network.province('HN').restart();

    expect(newest.output).toContain('⚠ 不含湖南省：无法连接');
    expect(newest.output).toMatch(/第 1 页，至少 \d+ 件/);
    expect(newest.output).not.toContain('全部作答');
    expect(guide.output).toContain('✗ 没有答复：PROVINCE_UNREACHABLE');
    expect(guide.output).toContain('可稍后重试');
  });

  it('says that nobody answered when there is no gateway', async () => {
    const { output } = await client.run('http://127.0.0.1:1', ['newest']);

    expect(output).toMatch(/^✗ 没有答复：NO_ANSWER，/);
  });
});

it('is served by a gateway that executes nothing but its manifest', async () => {
  const documents = { file: path.join(network.dataDir, 'documents.json'), text: client.manifest() };
  await using strict = await startNetwork({
    provinces: ['GD'],
    cases: 2,
    settings: { documents, documentsOnly: true },
  });

  const byText = await client.run(strict.url, ['newest']);
  const byId = await client.run(strict.url, ['newest'], { TONGBAN_BY_ID: '1' });

  expect(byText.output).toContain('✗ 没有答复：PERSISTED_DOCUMENT_REQUIRED');
  expect(byId.output).toMatch(/^第 1 页，共 2 件\n/);
});

describe('the mock', () => {
  it('answers every operation of the client, with the provinces missing that are said to be', async () => {
    await using mock = runScript('scripts/mock.ts', ['--port', '0', '--partial', 'HN,SC']);
    const [, url = ''] = await mock.waitFor(/GraphQL +(\S+)\/graphql/);

    const newest = await client.run(url, ['newest', '2']);
    const guide = await client.run(url, ['guide', passport, 'GD', 'BJ']);
    const refused = await client.run(url, ['guide', passport, 'GD', 'BJ', 'refuse']);
    const away = await client.run(url, ['guide', passport, 'GD', 'HN']);
    const drafted = await client.run(url, ['draft', unemployment, 'HN', 'GD', '1']);
    const traced = await client.run(url, ['trace', 'KS20260302440000000000014']);

    expect(new Set(newest.output.match(/^ {2}.*$/gm)).size).toBe(10);
    expect(newest.output).not.toMatch(/^ {2}\S+ (湖南|四川)省/m);
    expect(newest.output).toContain('⚠ 不含四川省：无法连接');
    expect(guide.output).toMatch(/^普通护照.*：在广东省收件，由北京市虚构：/);
    expect(refused.output).toMatch(/^✗ 不予办理：虚构：/);
    expect(away.output).toContain('PROVINCE_UNREACHABLE');
    expect(drafted.output).toMatch(/^✓ 已起草 GD:Case:/);
    expect(traced.output).toContain('参与：');
    expect(mock.output()).toMatch(/^ALL DATA HERE ARE INVENTED/);
  });

  it('gives a subscription one event after the other, and goes on after the one that a client has', async () => {
    await using mock = runScript('scripts/mock.ts', ['--port', '0', '--partial', 'HN']);
    const [, url = ''] = await mock.waitFor(/GraphQL +(\S+)\/graphql/);
    const query = 'subscription ($province: ID!) { caseEvents(province: $province) { id at province { code } } }';
    const watch = (province: string, after?: string): Promise<OpenStream> => {
      const headers = {
        'content-type': 'application/json',
        ...(after === undefined ? {} : { 'last-event-id': after }),
      };
      return openStream(`${url}/graphql`, { query, variables: { province }, headers });
    };
    const read = async (stream: OpenStream) => {
      const event = await stream.next();
      return { id: event?.id, event: answerIn(event).data?.['caseEvents'] as unknown as Told };
    };

    await using stream = await watch('GD');
    const place = await stream.next();
    const [first, second] = [await read(stream), await read(stream)];
    await using later = await watch('GD', first.id);
    const again = await read(later);
    await using away = await watch('HN');
    const refused = answerIn(await away.next());

    expect([place?.id, place?.data]).toEqual([expect.stringMatching(/^GD:CaseEvent:/), undefined]);
    expect([first.event.id, second.event.id]).toEqual([first.id, second.id]);
    expect(first.event.at < second.event.at).toBe(true);
    expect(again.event.at).toBe(second.event.at);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'PROVINCE_UNREACHABLE' } }]);
    expect(await away.next()).toMatchObject({ event: 'complete' });
  });
});

interface Told {
  readonly id: string;
  readonly at: string;
}
