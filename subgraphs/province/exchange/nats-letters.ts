import { DeliveryRefusalCode, ParkedReason, ReceiptResult } from '../../../schema/exchange-lists.js';
import type { Answer, Delivery } from './check-envelope.js';
import type { Receipt, SealedEnvelope } from './envelope.js';
import { toDeliverVariables } from './exchange-operations.js';

/** What travels over NATS: a letter to its addressee, or the answer to one back to its sender. */
export interface LetterAddress {
  readonly kind: 'letter' | 'answer';
  /** Whose stream it goes to. */
  readonly to: string;
  /** Who publishes it. Permissions of the server say who may. */
  readonly from: string;
  /** The id of the envelope, which it is or answers. */
  readonly id: string;
}

/** A message that no province of this network would have published. It is never worth a second look. */
export class MalformedLetterError extends Error {
  override readonly name = 'MalformedLetterError';
}

/** The subject of a message. One envelope has one, so that a stream that keeps one message a subject keeps the newest. */
export function subjectOf({ kind, to, from, id }: LetterAddress): string {
  return `tongban.${kind}.${to}.${from}.${id}`;
}

/** The subjects of everything that is for one province. */
export function subjectsFor(province: string): readonly string[] {
  return (['letter', 'answer'] as const).map((kind) => subjectOf({ kind, to: province, from: '*', id: '*' }));
}

const SUBJECT = /^tongban\.(letter|answer)\.([A-Z]{2,4})\.([A-Z]{2,4})\.([\da-f-]{36})$/;

/** The address that a subject is; throws a {@link MalformedLetterError} for any other subject. */
export function readSubject(subject: string): LetterAddress {
  const [, kind, to = '', from = '', id = ''] = SUBJECT.exec(subject) ?? [];
  if (kind !== 'letter' && kind !== 'answer') throw new MalformedLetterError(`Not a subject of letters: ${subject}`);
  return { kind, to, from, id };
}

/** A delivery as it travels over NATS. */
export function writeDelivery(delivery: Delivery): string {
  return JSON.stringify(toDeliverVariables(delivery));
}

/** The delivery in a message from anybody. What its fields say is still to be checked, as it is when it comes by HTTP. */
export function readDelivery(text: string): Delivery {
  const { envelope, receipt } = readRecord(parse(text));
  return { envelope: readEnvelope(readRecord(envelope)), receipt: receipt === null ? null : readReceipt(receipt) };
}

/** The answer in a message from anybody. A receipt in it still has to be verified. */
export function readAnswer(text: string): Answer {
  const answer = readRecord(parse(text));
  switch (answer['status']) {
    case 'receipt':
      return { status: 'receipt', receipt: readReceipt(answer['receipt']), duplicate: answer['duplicate'] === true };
    case 'parked':
      return {
        status: 'parked',
        reason: readCode(answer, 'reason', ParkedReason.entries),
        nextSeq: readNumber(answer, 'nextSeq'),
      };
    case 'refusal':
      return { status: 'refusal', code: readCode(answer, 'code', DeliveryRefusalCode.entries) };
    default:
      throw new MalformedLetterError('An answer is a receipt, parked, or a refusal.');
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readEnvelope(fields: Fields): SealedEnvelope {
  const text = (name: keyof SealedEnvelope): string => readText(fields, name);
  return {
    id: text('id'),
    collaborationNo: text('collaborationNo'),
    from: text('from'),
    to: text('to'),
    seq: readNumber(fields, 'seq'),
    event: text('event'),
    payload: text('payload'),
    payloadDigest: text('payloadDigest'),
    prevHash: readTextOrNull(fields, 'prevHash'),
    seenHash: readTextOrNull(fields, 'seenHash'),
    at: text('at'),
    kid: text('kid'),
    sentAt: text('sentAt'),
    signature: text('signature'),
  };
}

function readReceipt(value: unknown): Receipt {
  const fields = readRecord(value);
  const text = (name: keyof Receipt): string => readText(fields, name);
  const result = readCode(fields, 'result', ReceiptResult.entries);
  const code = readTextOrNull(fields, 'code');
  const [envelopeId, entryHash, at] = [text('envelopeId'), text('entryHash'), text('at')];
  return { envelopeId, entryHash, result, code, at, kid: text('kid'), signature: text('signature') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedLetterError('Not JSON.', { cause: error });
  }
}

function readRecord(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MalformedLetterError('Not a JSON object.');
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new MalformedLetterError(`"${name}" is not a text.`);
  return value;
}

const readTextOrNull = (fields: Fields, name: string): string | null =>
  fields[name] === null ? null : readText(fields, name);

function readNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value)) throw new MalformedLetterError(`"${name}" is not a whole number.`);
  return Number(value);
}

function readCode<Code extends string>(fields: Fields, name: string, codes: Readonly<Record<Code, unknown>>): Code {
  const value = readText(fields, name);
  if (!Object.hasOwn(codes, value)) throw new MalformedLetterError(`"${name}" is not one of its codes.`);
  return value as Code;
}
