import { once } from 'node:events';
import { connect } from 'node:net';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { until } from '../../support/until.js';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation({
    GD: [{ rank: 1, label: 'a' }],
    HN: [{ rank: 2, label: 'b', friends: ['GD:Row:0'] }],
  });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const query = '{ rows { nodes { id label } coverage { exact } } }';
const asAnswered = { status: 200, data: { rows: { nodes: expect.anything(), coverage: { exact: true } } } };

/** Makes a province keep its answers back; calling the result lets them out. */
function holdBack(code: string): { release: () => void; held: () => number } {
  const held: (() => void)[] = [];
  federation.province(code).misbehave((response: ServerResponse, answer: ExecutionResult) => {
    held.push(() => void response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
    return 'handled';
  });
  return { held: () => held.length, release: () => held.splice(0).forEach((send) => send()) };
}

const ask = (authorization?: string, text = query): Promise<GatewayAnswer> =>
  askGateway(federation.url, { query: text }, authorization === undefined ? {} : { authorization });

const asked = (code: string): number => federation.province(code).requests.length;

describe('identical reads that are under way', () => {
  it('are one request when one caller makes them, and everyone gets an answer of his own', async () => {
    const reading = '{ row(id: "HN:Row:0") { friend { label } friends { label province { name } } } }';
    await ask('Bearer z', reading); // planned and compiled now, so that the three come at once on any machine
    const before = { GD: asked('GD'), HN: asked('HN') };
    const gd = holdBack('GD');
    const answers = [ask('Bearer a', reading), ask('Bearer a', reading), ask('Bearer a', reading)];
    await until(() => gd.held() > 0 && asked('HN') === before.HN + 1);
    gd.release();

    const [first, ...others] = await Promise.all(answers);
    expect(first?.errors).toBeUndefined();
    expect(others).toEqual([first, first]);
    expect(asked('GD')).toBe(before.GD + 1);
  });

  it('are asked for once by each of two different operations', async () => {
    const gd = holdBack('GD');
    const row = '{ row(id: "GD:Row:0") { label } }';
    const answers = [ask('Bearer a', `query One ${row}`), ask('Bearer a', `query Other ${row}`)];
    await until(() => gd.held() === 2);
    gd.release();

    const answered = { status: 200, data: { row: { label: 'a' } } };
    expect(await Promise.all(answers)).toEqual([answered, answered]);
  });

  it('are never shared between callers', async () => {
    const gd = holdBack('GD');
    const answers = [ask('Bearer a'), ask('Bearer b'), ask()];
    await until(() => gd.held() === 3);
    gd.release();

    expect(await Promise.all(answers)).toEqual([asAnswered, asAnswered, asAnswered]);
  });

  it('are never shared when they write', async () => {
    const gd = holdBack('GD');
    const rename = 'mutation { rename(id: "GD:Row:0", label: "z") { label } }';
    const answers = [ask('Bearer a', rename), ask('Bearer a', rename)];
    await until(() => gd.held() === 2);
    gd.release();

    expect((await Promise.all(answers)).map(({ errors }) => errors)).toEqual([undefined, undefined]);
  });

  it('that began before a write do not answer what is asked after it', async () => {
    const gd = holdBack('GD');
    const before = ask('Bearer a');
    await until(() => gd.held() === 1);
    federation.province('GD').misbehave(undefined);
    await ask('Bearer a', 'mutation { rename(id: "GD:Row:0", label: "z") { label } }');
    federation.province('GD').setRows([{ id: 'GD:Row:0', rank: 1, label: 'z' }]);
    const after = ask('Bearer a');
    await until(() => asked('GD') === 3);
    gd.release();

    expect((await before).data).toMatchObject({ rows: { nodes: [{ label: 'a' }, { label: 'b' }] } });
    expect((await after).data).toMatchObject({ rows: { nodes: [{ label: 'z' }, { label: 'b' }] } });
  });

  it('go on for those who wait when the one who began has left', async () => {
    const another = '{ rows(provinces: ["HN"]) { totalCount } }';
    for (const text of [query, another]) await ask(undefined, text); // planned and compiled now: nobody is late below
    const before = asked('GD');
    const gd = holdBack('GD');
    const leaving = connect(Number(new URL(federation.url).port), '127.0.0.1');
    const body = JSON.stringify({ query });
    leaving.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => gd.held() === 1);
    const staying = ask();
    // The second one has arrived when it has asked for something else on the same connection pool.
    await ask(undefined, another);
    leaving.destroy();
    await once(leaving, 'close');
    gd.release();

    expect(await staying).toEqual(asAnswered);
    expect(asked('GD')).toBe(before + 1);
  });

  it('are not joined by later ones when they hang', async () => {
    await ask(); // planned and compiled now, so that what hangs does so for as long as it is meant to
    const gd = holdBack('GD');
    const hanging = ask();
    await until(() => gd.held() === 1);
    const began = performance.now();
    await until(() => performance.now() - began > 300);
    federation.province('GD').misbehave(undefined);

    expect(await ask()).toEqual(asAnswered);
    gd.release();
    expect(await hanging).toEqual(asAnswered);
  });
});
