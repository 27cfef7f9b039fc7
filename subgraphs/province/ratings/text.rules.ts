import { findPersonalNumbers, namesCase } from '../shared/personal-numbers.js';

/** True for a text that everybody may read: no number of a person or a case is in it. Names are for the reviewer to see. */
export function isPublishable(text: string): boolean {
  return findPersonalNumbers(text).length === 0 && !namesCase(text);
}
