import { expect, it } from '@jest/globals';
import { sealedEnvelope } from '../../../test/support/exchange/sealed-envelope.js';
import { httpAnswer, type RawAnswer, startRawUpstream } from '../../../test/support/raw-upstream.js';
import { createGatewayDoor } from './gateway-door.js';

async function deliverTo(answer: RawAnswer, signal = new AbortController().signal) {
  await using gateway = await startRawUpstream(answer);
  return await createGatewayDoor(gateway.url.href).deliver('HN', { envelope: sealedEnvelope, receipt: null }, signal);
}

const answerWith =
  (body: string, headers = {}, status = 200): RawAnswer =>
  (socket) =>
    void socket.end(httpAnswer(body, headers, status));

it('posts the envelope once, and reads what became of it', async () => {
  const parked = { data: { deliver: { __typename: 'DeliveryParked', reason: 'GAP', nextSeq: 3 } } };
  await using gateway = await startRawUpstream(answerWith(JSON.stringify(parked)));

  const door = createGatewayDoor(gateway.url.href);
  const answer = await door.deliver('HN', { envelope: sealedEnvelope, receipt: null }, new AbortController().signal);

  expect(answer).toEqual({ status: 'parked', reason: 'GAP', nextSeq: 3 });
  expect(gateway.requests).toHaveLength(1);
  const sent = Buffer.from(gateway.requests[0]?.body ?? '', 'latin1').toString('utf8');
  expect(JSON.parse(sent)).toMatchObject({ variables: { envelope: sealedEnvelope, receipt: null } });
});

const refusals: readonly (readonly [title: string, answer: RawAnswer])[] = [
  ['a redirect', answerWith('', { location: 'http://127.0.0.1:1/' }, 307)],
  ['another type than JSON', answerWith('<html></html>', { 'content-type': 'text/html' })],
  ['a fault of the gateway', answerWith('{"data":null}', {}, 503)],
  ['what is not JSON', answerWith('{"data":')],
  ['an error of the graph', answerWith('{"data":null,"errors":[{"message":"no","extensions":{"code":"TIMEOUT"}}]}')],
  ['an answer without data', answerWith('{}')],
  ['an answer of a kind that nobody knows', answerWith('{"data":{"deliver":{"__typename":"Telegram"}}}')],
  ['a connection that is lost', (socket) => socket.destroy()],
];

it.each(refusals)('gives no answer for %s', async (_title, answer) => {
  await expect(deliverTo(answer)).rejects.toThrow();
});

it('gives no answer that is longer than what a gateway reads itself, however it is sent', async () => {
  const endless: RawAnswer = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    const pour = (): void => {
      while (socket.writable && socket.write(' '.repeat(65_536)));
    };
    socket.on('drain', pour);
    pour();
  };

  await expect(deliverTo(endless)).rejects.toThrow('too long');
});

it('stops waiting when it is told to', async () => {
  const stop = new AbortController();

  const waiting = deliverTo(() => stop.abort(), stop.signal);

  await expect(waiting).rejects.toThrow('aborted');
});
