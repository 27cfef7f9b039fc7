// The bare proxy: for each question it knows it makes the calls that our gateway makes, in the same stages, through the
// same HTTP client. No GraphQL. `bytes` passes the bodies on; `json` reads each and writes an answer of the right size.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent } from 'undici';
import type { KnownQuestion } from './stages.js';

const [taskFile = '', form, port] = process.argv.slice(2);
const agent = new Agent({ connections: 64 });
const known = new Map(
  (JSON.parse(readFileSync(taskFile, 'utf8')) as readonly KnownQuestion[]).map(({ body, stages, answer }) => [
    body,
    { stages, answer: JSON.parse(answer) as unknown },
  ]),
);

async function call({ url, body }: KnownQuestion['stages'][number][number]): Promise<Buffer> {
  const { origin, pathname } = new URL(url);
  const answer = await agent.request({
    origin,
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return Buffer.from(await answer.body.arrayBuffer());
}

async function answerTo(body: string): Promise<Buffer | string> {
  const question = known.get(body);
  if (question === undefined) return '{"data":{"__typename":"Query"}}';
  const bodies: Buffer[] = [];
  for (const stage of question.stages) bodies.push(...(await Promise.all(stage.map(call))));
  if (form === 'bytes') return Buffer.concat(bodies);
  for (const text of bodies) JSON.parse(text.toString('utf8'));
  return JSON.stringify(question.answer);
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    void answerTo(Buffer.concat(chunks).toString('utf8')).then((answer) => {
      const length = Buffer.byteLength(answer);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(answer);
    });
  });
}).listen(Number(port), '127.0.0.1');
