import type { Identity } from '../../../../schema/identity.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import { type Desk, inTransaction, isoTime } from '../../exchange/desk.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { takeTurn } from '../../storage/turns.js';
import type { CommandAnswerTables } from './command-answer.entity.js';

/** A command as a whole, for the memory of what has been done. */
export interface OnceCommand<Refused> {
  readonly idempotencyKey: string;
  readonly caller: Identity;
  /** Everything that makes it this command and no other: its name as well, since all modules share one memory. */
  readonly request: unknown;
  /** What another command under the same key is told. */
  readonly ifReused: Refused;
}

/** The id of what was changed or made, or why nothing was. */
export type Outcome<Refused> = { readonly subject: string } | Refused;

/**
 * Runs `work` in one transaction, unless the caller's key has done so before: then it gives what came of that, and
 * refuses another command under the same key. A refusal undoes everything and leaves the key free.
 */
export async function runOnce<Refused extends { readonly refusal: string }>(
  desk: Desk,
  command: OnceCommand<Refused>,
  work: (transaction: Transaction) => Promise<Outcome<Refused>>,
): Promise<Outcome<Refused>> {
  const tags = tagsOf(desk, command);
  let refused: Refused | undefined;
  try {
    return await inTransaction(desk, async (transaction) => {
      await takeTurn(transaction, `command ${tags.caller} ${tags.key}`);
      const known = await findAnswer(transaction, tags);
      if (known !== undefined)
        return known.request_digest === tags.request_digest ? { subject: known.subject } : command.ifReused;
      const done = await work(transaction);
      if ('refusal' in done) {
        refused = done;
        throw new UndoneError('What a refused command wrote is undone.');
      }
      const answer = { ...tags, subject: done.subject, at: isoTime(desk.clock.nowMs()) };
      await transaction.getKysely<CommandAnswerTables>().insertInto('command_answer').values(answer).execute();
      return done;
    });
  } catch (error) {
    if (error instanceof UndoneError && refused !== undefined) return refused;
    throw error;
  }
}

/** Leaves the transaction of a command that is refused, so that nothing of it remains. */
class UndoneError extends Error {
  override readonly name = 'UndoneError';
}

function findAnswer(transaction: Transaction, { caller, key }: Tags) {
  const answers = transaction.getKysely<CommandAnswerTables>().selectFrom('command_answer');
  const answer = answers.where('caller', '=', caller).where('key', '=', key);
  return answer.select(['request_digest', 'subject']).executeTakeFirst();
}

type Tags = ReturnType<typeof tagsOf>;

// Requests and keys may name persons, and a digest without a key could be guessed. For another person, or in another
// unit, somebody acts as somebody else.
function tagsOf({ vault }: Desk, { caller, idempotencyKey, request }: Omit<OnceCommand<never>, 'ifReused'>) {
  const { subject, role, province, unit, person } = caller;
  const { tagOf } = vault.matching;
  return {
    caller: tagOf(canonicalJson([subject, role ?? '', province ?? '', unit ?? '', person ?? ''])),
    key: tagOf(idempotencyKey),
    request_digest: tagOf(canonicalJson(request)),
  };
}
