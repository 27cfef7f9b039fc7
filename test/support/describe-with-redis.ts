import { once } from 'node:events';
import { connect } from 'node:net';
import { describe } from '@jest/globals';

/** The Redis of tests. */
export const REDIS = { host: '127.0.0.1', port: 6379 };

const isThere = await connects();
// In CI a missing Redis is a failure: a skipped test there would say that gateways share something.
const isSkipped = !isThere && process.env['CI'] !== 'true';

/** As `describe`, for what needs the Redis of tests; says loudly what is not tested where there is none. */
export function describeWithRedis(what: string, tests: () => void): void {
  if (isSkipped) console.warn(`NOT TESTED: ${what}. No Redis listens at 127.0.0.1:6379; start one, or set CI=true.`);
  (isSkipped ? describe.skip : describe)(what, tests);
}

/** One command and the text of its answer. */
export async function redis(command: string): Promise<string> {
  const socket = connect(REDIS);
  socket.write(`${command}\r\nQUIT\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

async function connects(): Promise<boolean> {
  const socket = connect(REDIS);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
