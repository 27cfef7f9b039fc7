import { describe } from '@jest/globals';
import { hasNatsServer } from '../../scripts/nats-server.js';

// In CI a missing server is a failure: a skipped test there would say that letters go over NATS.
const isSkipped = !hasNatsServer() && process.env['CI'] !== 'true';

/** As `describe`, for what starts a nats-server; says loudly what is not tested where there is none. */
export function describeWithNats(what: string, tests: () => void): void {
  if (isSkipped) console.warn(`NOT TESTED: ${what}. There is no nats-server; install it, or set CI=true.`);
  (isSkipped ? describe.skip : describe)(what, tests);
}
