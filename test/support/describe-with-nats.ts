import { afterEach, beforeEach, describe } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { hasNatsServer, NatsServer } from '../../scripts/nats-server.js';

// In CI a missing server is a failure: a skipped test there would say that letters go over NATS.
const isSkipped = !hasNatsServer() && process.env['CI'] !== 'true';

/** As `describe`, for what starts a nats-server; says loudly what is not tested where there is none. */
export function describeWithNats(what: string, tests: () => void): void {
  if (isSkipped) console.warn(`NOT TESTED: ${what}. There is no nats-server; install it, or set CI=true.`);
  (isSkipped ? describe.skip : describe)(what, tests);
}

/** A nats-server of a test, and a connection to it that sees everything. */
export interface NatsOfTest {
  readonly server: NatsServer;
  readonly connection: NatsConnection;
}

/** Has each test of a `describe` find a nats-server of its own. */
export function useNats(): () => NatsOfTest {
  let current: NatsOfTest | undefined;
  beforeEach(async () => {
    const server = await NatsServer.start();
    current = { server, connection: await connect({ servers: server.url }) };
  });
  afterEach(async () => {
    await current?.connection.close();
    await current?.server[Symbol.asyncDispose]();
  });
  return () => {
    if (current === undefined) throw new Error('no test is running');
    return current;
  };
}
