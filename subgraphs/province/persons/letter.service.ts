import type { Desk } from '../exchange/desk.js';
import type { Link } from '../exchange/envelope.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { PersonKey } from '../storage/matching.js';
import { IdentityDocumentType } from '../../../schema/person-lists.js';
import { refuseStated, type StatedPerson } from './applicant.rules.js';
import { keepStatement, openStatement } from './statement.service.js';
import type { PersonClass } from './release.service.js';

/** A person as a letter carries him, and what of him that is. */
export interface SealedPerson {
  readonly sealed: string;
  readonly classes: readonly PersonClass[];
}

/**
 * What the addressee of a link is told of a person, by what was stated for the case that the link is about, sealed to
 * him: neither outbox nor network nor gateway holds it in clear. Null when for this case nobody has stated more than his
 * key. Throws an AddresseeKeyError when he has published no key.
 */
export async function sealPersonFor(
  transaction: Transaction,
  { vault, letters }: Pick<Desk, 'vault' | 'letters'>,
  { person, link }: { readonly person: PersonKey; readonly link: Link },
): Promise<SealedPerson | null> {
  const stated = await openStatement(transaction, vault, { person, stated_for: link.collaborationNo });
  if (stated === undefined) return null;
  const classes: readonly PersonClass[] = [
    'NAME',
    'IDENTITY_NUMBER',
    ...(stated.phone === null ? [] : ['PHONE' as const]),
  ];
  return { sealed: await letters.seal(JSON.stringify(stated), link), classes };
}

/**
 * Keeps what another province has told of a person for the case of its letter, under the keys of this one, and gives his
 * key; undefined when it was not sealed for this letter, or says nothing that could be true. Throws a LetterKeyError when
 * the key that it is sealed to is not here: the letter waits then.
 */
export async function takePerson(
  transaction: Transaction,
  desk: Pick<Desk, 'vault' | 'letters' | 'clock'>,
  { sealed, link }: { readonly sealed: string; readonly link: Link },
): Promise<PersonKey | undefined> {
  const text = await desk.letters.open(sealed, link);
  const stated = text === undefined ? undefined : parseStated(text);
  return stated === undefined
    ? undefined
    : keepStatement(transaction, desk, { statedFor: link.collaborationNo, stated });
}

function parseStated(text: string): StatedPerson | undefined {
  const { name, documentType, documentNumber, phone } = readFields(text);
  const isWhole =
    typeof name === 'string' &&
    typeof documentNumber === 'string' &&
    typeof documentType === 'string' &&
    Object.hasOwn(IdentityDocumentType.entries, documentType) &&
    (phone === null || typeof phone === 'string');
  if (!isWhole) return undefined;
  const stated = { name, documentNumber, phone, documentType: documentType as StatedPerson['documentType'] };
  return refuseStated(stated) === undefined ? stated : undefined;
}

function readFields(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(text) as object) };
  } catch {
    return {};
  }
}
