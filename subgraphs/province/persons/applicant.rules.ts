import type { RefusalCode } from '../../../schema/refusal-codes.js';
import { normaliseNumber } from '../shared/normalise-number.js';
import { type DocumentType, isDocumentNumber } from './identity-document.rules.js';

/** Who an applicant is, as somebody states it. */
export interface StatedPerson {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  readonly phone: string | null;
}

// Of some nationalities names are long; beyond this it is no name.
const MAX_NAME = 100;
const NAME = /^[\p{L}\p{M}][\p{L}\p{M}\p{Zs}·.•'’-]*$/u;
const PHONE = /^\+?\d{7,15}$/;

/** Why what was stated cannot be what it says it is; undefined when it can. */
export function refuseStated({ name, documentType, documentNumber, phone }: StatedPerson): RefusalCode | undefined {
  if (name.length > MAX_NAME || !NAME.test(name.trim())) return 'APPLICANT_NAME_INVALID';
  if (!isDocumentNumber({ type: documentType, number: documentNumber })) return 'DOCUMENT_NUMBER_INVALID';
  return phone === null || PHONE.test(plainPhone(phone)) ? undefined : 'PHONE_INVALID';
}

/** The same person in the form in which he is kept. */
export function normaliseStated({ name, documentType, documentNumber, phone }: StatedPerson): StatedPerson {
  return {
    name: name.trim(),
    documentType,
    documentNumber: normaliseNumber(documentNumber),
    phone: phone === null ? null : plainPhone(phone),
  };
}

const plainPhone = (phone: string): string => normaliseNumber(phone).replaceAll(/[-()]/g, '');
