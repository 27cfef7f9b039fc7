import { agreementCollaboration } from '../../../schema/agreement-collaboration.js';
import type { AgreementShelf } from '../access/agreements/follow-agreements.js';
import { inTransaction } from '../exchange/desk.js';
import { repeat } from '../exchange/repeat.js';
import { eachAlone } from '../shared/each-alone.js';
import { takeTurn } from '../storage/turns.js';
import { advance } from './advance.service.js';
import { type AgreementPlace, tablesOf } from './bureau.service.js';
import { over } from './life/life.rules.js';
import { fillShelf } from './shelf.service.js';

interface Watch {
  /** Told of what was thrown; the sweep goes on all the same. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Brings about what time brings about: agreements that come into force, are suspended or over, and warnings of it. To
 * be called again and again. One number that cannot be swept holds up no other. Gives the number of steps.
 */
export async function sweepAgreements({ wake, ...place }: AgreementPlace, { onFault }: Watch): Promise<number> {
  const numbers = await inTransaction(place.desk, async (transaction) => {
    const rows = tablesOf({ transaction }).selectFrom('agreement').select('number').distinct();
    return rows.where('state', 'not in', over).orderBy('number').execute();
  });
  const counts = await eachAlone(numbers, ({ number }) => sweepNumber(place, number), onFault);
  const steps = counts.reduce((sum, count) => sum + count, 0);
  if (steps > 0) wake();
  return steps;
}

const sweepNumber = (place: Omit<AgreementPlace, 'wake'>, number: string): Promise<number> =>
  inTransaction(place.desk, async (transaction) => {
    await takeTurn(transaction, agreementCollaboration(number));
    return advance({ ...place, transaction }, number);
  });

// Instants of agreements are days, as a rule; whoever looks at a state in between sees what the last sweep has left.
const SWEEP_EVERY_MS = 15_000;
// What was signed counts as soon as a file would.
const LOOK_EVERY_MS = 500;

/**
 * Puts what this province has negotiated beside its files, now and whenever it changes, and sweeps from time to time,
 * until it is disposed of, which waits for what is under way.
 */
export async function startAgreements(
  place: AgreementPlace,
  { shelf, onFault }: Watch & { readonly shelf: AgreementShelf },
): Promise<AsyncDisposable> {
  const { clock } = place.desk;
  let held = await fillShelf(place.desk, shelf, '');
  const looking = repeat({ clock, everyMs: LOOK_EVERY_MS, onFault }, async () => {
    held = await fillShelf(place.desk, shelf, held);
  });
  const sweeping = repeat({ clock, everyMs: SWEEP_EVERY_MS, onFault }, () => sweepAgreements(place, { onFault }));
  const dispose = async (): Promise<void> => {
    await Promise.all([looking[Symbol.asyncDispose](), sweeping[Symbol.asyncDispose]()]);
  };
  return { [Symbol.asyncDispose]: dispose };
}
