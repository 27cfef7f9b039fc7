import type { ProvinceContext } from '../context.js';
import type { Desk } from '../exchange/desk.js';
import type { Link } from '../exchange/envelope.js';
import { NotGenuineError, type Question, readQuestion, signQuestion } from '../exchange/question.js';
import { isDigest } from '../storage/material-files.js';
import { refuseFetch } from './listed-material.service.js';
import { type MaterialChunk, readChunk } from './transfer.service.js';
import type { Refused } from './upload.service.js';

/** Which bytes of which file a province wants of another. */
interface ChunkInquiry {
  readonly digest: string;
  readonly offset: number;
}

const KIND = 'material';

/** Signs that this province wants the bytes of a file from `offset` on. */
export function askForChunk(
  desk: Pick<Desk, 'signer' | 'clock'>,
  to: string,
  { digest, offset }: ChunkInquiry,
): Promise<Question> {
  return signQuestion(desk, to, { kind: KIND, digest, offset });
}

/** Some bytes of a file, sealed to the province that asked for them. */
export interface SealedChunk {
  readonly size: number;
  readonly sealed: string;
}

// The file and the place stand where a letter has its collaboration: what was sealed for another place does not open.
const linkOf = ({ digest, offset }: ChunkInquiry, from: string, to: string): Link => ({
  ...{ collaborationNo: `material ${digest} ${offset}`, from, to },
});

/** Opens what a province has answered; undefined when it was not sealed for this question. */
export async function openChunk(
  { signer, letters }: Pick<Desk, 'signer' | 'letters'>,
  inquiry: ChunkInquiry & { readonly from: string },
  { size, sealed }: SealedChunk,
): Promise<MaterialChunk | undefined> {
  const text = await letters.open(sealed, linkOf(inquiry, inquiry.from, signer.province));
  return text === undefined ? undefined : { size, bytes: Buffer.from(text, 'base64') };
}

/**
 * Some bytes of a file, for the province that has signed that it wants them and to which it was listed, sealed so that
 * nobody on the way reads them; no longer than a term after its case has ended. Whoever knows nothing but a digest learns not even whether the file is here.
 */
export async function answerChunk(context: ProvinceContext, question: Question): Promise<SealedChunk | Refused> {
  const inquiry = readInquiry(context, question);
  if (inquiry === undefined) return { refusal: 'QUESTION_NOT_GENUINE' };
  const wish = { province: question.from, digest: inquiry.digest, nowMs: context.surroundings.nowMs() };
  const refusal = await refuseFetch(context.orm.em, wish);
  if (refusal !== undefined) return { refusal };
  const chunk = await readChunk(context, inquiry);
  if ('refusal' in chunk) return chunk;
  const { letters, signer } = context.exchange.desk;
  const text = Buffer.from(chunk.bytes).toString('base64');
  return { size: chunk.size, sealed: await letters.seal(text, linkOf(inquiry, signer.province, question.from)) };
}

function readInquiry({ exchange }: ProvinceContext, question: Question): ChunkInquiry | undefined {
  let body: unknown;
  try {
    body = readQuestion(exchange.desk, question);
  } catch (error) {
    if (error instanceof NotGenuineError) return undefined;
    throw error;
  }
  const { kind, digest, offset } = body as Readonly<Record<string, unknown>>; // of a signed question, so an object
  const isOffset = Number.isSafeInteger(offset) && (offset as number) >= 0;
  if (kind !== KIND || typeof digest !== 'string' || !isDigest(digest) || !isOffset) return undefined;
  return { digest, offset: offset as number };
}
