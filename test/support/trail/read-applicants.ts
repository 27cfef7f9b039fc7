// A gateway's questions for applicants, each under an operation of its own, and what of their answers got through.
import { randomBytes } from 'node:crypto';
import type { HashedEntry } from '../../../subgraphs/province/trail/trail.rules.js';
import { anonymousClaims, forgePassport, type SigningKey } from '../forge-passport.js';

/** Personal data that a client has read, and under which operation. */
export interface ReleasedData {
  readonly operation: string;
  readonly caseId: string;
  readonly classes: readonly string[];
}

/** What one question got: how it ended, and what was released to it, though the answer may have broken off. */
export interface ReadingOutcome {
  readonly isWhole: boolean;
  readonly codes: readonly string[];
  readonly released: readonly ReleasedData[];
  readonly text: string;
}

/** One question for a page of cases with their applicants, by a supervisor under an order. */
export async function readApplicants(
  url: string,
  key: SigningKey,
  { first, fields }: { readonly first: number; readonly fields: readonly string[] },
): Promise<ReadingOutcome> {
  const operation = randomBytes(32).toString('hex');
  const claims = { ...anonymousClaims(Math.floor(Date.now() / 1000)), operation, jti: operation };
  const caller = { sub: 'supervisor-1', role: 'supervisor', purpose: 'SUPERVISION order-12' };
  const passport = await forgePassport(key, { ...claims, ...caller });
  const query = `{ cases(first: ${first}) { nodes { id applicant { ${fields.join(' ')} } } } }`;
  const headers = { 'content-type': 'application/json', 'x-tongban-passport': passport };
  const { text, isWhole } = await receive(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const codes = [...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code = '']) => code);
  return { isWhole, text, codes, released: releasedIn(text, operation) };
}

/** What arrived, also when the connection broke in the middle. */
async function receive(
  url: string,
  request: RequestInit,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  let text = '';
  try {
    const response = await fetch(url, request);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
    return { text, isWhole: true };
  } catch {
    return { text, isWhole: false };
  }
}

const classOf: Readonly<Record<string, string>> = { name: 'NAME', documentNumber: 'IDENTITY_NUMBER', phone: 'PHONE' };

/** By the text alone, so that half an answer counts as what it has told. */
function releasedIn(text: string, operation: string): readonly ReleasedData[] {
  return text
    .split('{"id":')
    .slice(1)
    .flatMap((part) => {
      const [, caseId] = /^"([^"]+)"/.exec(part) ?? [];
      const told = [...part.matchAll(/"(name|documentNumber|phone)":"[^"]/g)].map(
        ([, name = '']) => classOf[name] ?? '',
      );
      return caseId === undefined || told.length === 0 ? [] : [{ operation, caseId, classes: told }];
    });
}

/** What was released without a committed entry that says so. */
export function unrecorded(
  released: readonly ReleasedData[],
  entries: readonly HashedEntry[],
): readonly ReleasedData[] {
  const recorded = new Set(
    entries.flatMap(({ operation, caseId, classes }) => classes.map((name) => `${operation} ${caseId} ${name}`)),
  );
  return released.filter(({ operation, caseId, classes }) =>
    classes.some((name) => !recorded.has(`${operation} ${caseId} ${name}`)),
  );
}
