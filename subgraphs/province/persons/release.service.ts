import type { ProvinceContext } from '../context.js';
import type { Sealing } from '../storage/sealing.js';
import { type AccessEntry, commitAccess } from '../trail/index.js';
import { maskName, maskNumber, maskPhone } from './masking.rules.js';
import type { View } from './release.rules.js';
import type { StatementRow } from './statement.entity.js';
import { placeOf, type SealedColumn } from './statement.service.js';

/** A class of what is stated of a person. */
export type PersonClass = 'NAME' | 'IDENTITY_NUMBER' | 'PHONE';

/** What somebody is about to read of a person. */
export interface Asked {
  readonly statement: StatementRow;
  /** As {@link decideView} has decided. */
  readonly view: View;
  readonly classes: readonly PersonClass[];
  /** Global id of the case for which it is read; null when it is none. */
  readonly caseId: string | null;
}

/** What is released, by class: in clear or masked, as the view says. */
export type Released = Readonly<Partial<Record<PersonClass, string | null>>>;

interface ClassRule {
  readonly column: SealedColumn;
  readonly mask: (text: string) => string;
}

const rules: Readonly<Record<PersonClass, ClassRule>> = {
  NAME: { column: 'name', mask: maskName },
  IDENTITY_NUMBER: { column: 'document_number', mask: maskNumber },
  PHONE: { column: 'phone', mask: maskPhone },
};

/**
 * The one way in which data of persons get to a reader. What is read in clear is entered into the trail, all of it in
 * one transaction, and nothing is opened before that is committed: when it cannot be, nothing is released.
 */
export async function release(context: ProvinceContext, asked: readonly Asked[]): Promise<readonly Released[]> {
  await commitAccess(context, asked.flatMap(toEntry));
  const { sealing } = context.surroundings;
  return asked.map((each) => Object.fromEntries(each.classes.map((name) => [name, read(sealing, each, name)])));
}

function toEntry({ statement, view, classes, caseId }: Asked): readonly AccessEntry[] {
  return view.kind === 'CLEAR' ? [{ person: statement.person, classes, basis: view.basis, caseId }] : [];
}

function read(sealing: Sealing, { statement, view }: Asked, name: PersonClass): string | null {
  const { column, mask } = rules[name];
  const sealed = statement[column];
  if (sealed === null) return null;
  const text = sealing.open(sealed, placeOf(statement, column));
  return view.kind === 'CLEAR' ? text : mask(text);
}
