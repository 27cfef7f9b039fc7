import { parseGlobalId } from '../../../../schema/global-id.js';
import { parseLetterFacts, type ThreadFacts } from '../letters.rules.js';
import { type AlignmentText, parseAlignmentText, parseSignedBy, type SignedBy } from './alignment-text.rules.js';

/** The letters of a negotiation. */
export const ALIGNMENT_PROPOSED = 'alignmentProposed';
export const ALIGNMENT_ENDED = 'alignmentEnded';

/** A text, its signature, and the word. */
export interface ProposedLetter extends ThreadFacts {
  readonly openedAt: string;
  readonly text: AlignmentText;
  readonly signature: SignedBy;
  readonly sealed: string;
}

/** The end of a negotiation, or its way to the supervisor. */
export interface EndedLetter {
  readonly originId: string;
  readonly how: 'agree' | 'differ' | 'escalate' | 'decide';
  readonly hash: string;
  /** Of the sender; null where nothing comes into force. */
  readonly signature: SignedBy | null;
  readonly sealed: string | null;
  readonly isAdopted: boolean;
  readonly order: string | null;
}

/** Whether an ending puts the text that lies before both into force; then its sender has signed it. */
export const bindsText = ({ how, isAdopted }: Pick<EndedLetter, 'how' | 'isAdopted'>): boolean =>
  how === 'agree' || isAdopted;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** Reads a letter that proposes; undefined for what is none. */
export function parseProposed(payload: unknown): ProposedLetter | undefined {
  const fields = fieldsOf(payload);
  const { openedAt, sealed } = fields;
  const facts = parseLetterFacts(fields);
  const [text, signature] = [parseAlignmentText(fields['text']), parseSignedBy(fields['signature'])];
  if (facts === undefined || text === undefined || signature === undefined) return undefined;
  const isWhole = typeof openedAt === 'string' && !Number.isNaN(Date.parse(openedAt)) && typeof sealed === 'string';
  return isWhole && text.thread === facts.originId ? { ...facts, openedAt, text, signature, sealed } : undefined;
}

/** Reads a letter that ends; undefined for what is none. */
export function parseEnded(payload: unknown): EndedLetter | undefined {
  const { originId, how, hash, signature, sealed, isAdopted, order } = fieldsOf(payload);
  if (typeof originId !== 'string' || parseGlobalId(originId)?.type !== 'Consultation') return undefined;
  if (how !== 'agree' && how !== 'differ' && how !== 'escalate' && how !== 'decide') return undefined;
  if (typeof hash !== 'string' || typeof isAdopted !== 'boolean') return undefined;
  // Nothing but a decision adopts, and a decision names its order.
  if (isAdopted && (how !== 'decide' || typeof order !== 'string' || order === '')) return undefined;
  if (!(order === null || typeof order === 'string') || !(sealed === null || typeof sealed === 'string'))
    return undefined;
  const signed = signature === null ? null : parseSignedBy(signature);
  return signed === undefined ? undefined : { originId, how, hash, signature: signed, sealed, isAdopted, order };
}
