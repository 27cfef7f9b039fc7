import { findPersonalNumbers, namesCase, type PersonalNumber } from '../shared/personal-numbers.js';

/** What a text that is published must not contain. */
export type Trace = PersonalNumber | 'CASE' | 'LICENCE' | 'MAIL' | 'NAME';

const LICENCE = /1\s*[.。．]\s*2\s*[.。．]\s*156\s*[.。．]\s*3005/u;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;

/** What in a text would tell who asked, or lead to him. `names` are those that the province knows of the asker. */
export function findTraces(text: string, names: readonly string[]): readonly Trace[] {
  const found = new Set<Trace>(findPersonalNumbers(text));
  const plain = text.normalize('NFKC'); // full-width signs are the same signs
  if (namesCase(text)) found.add('CASE');
  if (LICENCE.test(plain)) found.add('LICENCE');
  if (MAIL.test(plain)) found.add('MAIL');
  const close = squeeze(plain);
  for (const name of names.map((one) => squeeze(one.normalize('NFKC'))))
    if (name.length > 1 && close.includes(name)) found.add('NAME');
  return [...found];
}

// Names are found whatever stands between their signs.
const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
