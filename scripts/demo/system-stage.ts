import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { devKeyFile, issueDevToken } from '../../gateway/auth/dev-issuer.js';
import { formatPurpose, PURPOSE_HEADER } from '../../schema/purpose.js';
import { type Asker, findNotAllowed, type GraphError, type Stage } from './play-journey.js';

// A letter takes well under a second; whoever stopped a province has time to start it again.
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** The headers of somebody's question: a token of the built-in issuer, and what he says that he asks for. */
export async function headersOf(dataDir: string, asker: Asker | undefined): Promise<Record<string, string>> {
  if (asker === undefined) return {};
  const { subject, role, province, unit, person, purpose } = asker;
  const token = { subject, role, province, unit, person, scope: undefined, hours: 1 };
  const bearer = await issueDevToken(devKeyFile(dataDir), token, new Date());
  return {
    authorization: `Bearer ${bearer}`,
    ...(purpose === undefined ? {} : { [PURPOSE_HEADER]: formatPurpose(purpose) }),
  };
}

/** The system that `npm start` has started, with the keys of its data directory, as a stage for stories. */
export function createSystemStage(
  { url, dataDir }: { readonly url: string; readonly dataDir: string },
  tell: Stage['tell'] = () => undefined,
): Stage {
  const ask: Stage['ask'] = async (query, variables, asker) => {
    const headers = { 'content-type': 'application/json', ...(await headersOf(dataDir, asker)) };
    const request = { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
    for (const began = performance.now(); ; ) {
      const { data, errors } = (await (await fetch(url, request)).json()) as {
        data?: Record<string, unknown>;
        errors?: GraphError[];
      };
      if (errors === undefined) return data ?? {};
      const isWorthWaiting = mayBeAskedAgain(errors) && performance.now() - began < PATIENCE_MS;
      if (!isWorthWaiting) throw findNotAllowed(errors) ?? new Error(errors.map(({ message }) => message).join(' '));
      await setTimeout(LOOK_AGAIN_MS);
    }
  };
  const settle: Stage['settle'] = async (isThere) => {
    const began = performance.now();
    while (!(await isThere())) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('It has not arrived within a minute.');
      await setTimeout(LOOK_AGAIN_MS);
    }
  };
  return { play: randomUUID(), ask, settle, tell };
}

/** True when a busy machine may be the reason of all errors. Commands have keys, so asking again does nothing twice. */
export const mayBeAskedAgain = (errors: readonly GraphError[]): boolean =>
  errors.every(({ extensions }) => extensions?.['retryable'] === true);
