import type { Agreement, BindingAgreement, Span } from '../../shared/agreement.js';
import type { KeyDirectory } from '../../exchange/signer.js';
import { digestOfDocument, findSignatureProblems } from './sign-document.js';
import type { SignedDocument, Supplement } from './signed-document.js';

/** A file that was read. */
export interface ReadDocument {
  readonly file: string;
  readonly document: SignedDocument;
}

/** What binds, and what does not and why, each problem beginning with its file. */
export interface Binding {
  readonly agreements: readonly BindingAgreement[];
  readonly problems: readonly string[];
  /** The files that are signed as they must be. */
  readonly files: ReadonlySet<string>;
}

/** Whose keys count, and which time it is. */
export interface Verifying {
  readonly keys: KeyDirectory;
  readonly nowMs: number;
}

/** Takes the documents together: what is not signed as it must be counts for nothing, in no part. */
export function bindAgreements(read: readonly ReadDocument[], verifying: Verifying): Binding {
  const problems: string[] = [];
  const refuse = (file: string, found: readonly string[]): boolean => {
    problems.push(...found.map((problem) => `${file}: ${problem}`));
    return found.length > 0;
  };
  const isSigned = ({ file, document }: ReadDocument, signatories: readonly string[]): boolean =>
    !refuse(file, findSignatureProblems(document, signatories, verifying));
  const signed = read.filter(isAgreement).filter((one) => isSigned(one, one.document.agreement.parties));
  const agreements = withoutForks(signed, refuse);
  const parties = (number: string): readonly string[] =>
    partiesOf(
      agreements.map(({ document }) => document.agreement),
      number,
    );
  const supplements = read.filter(isSupplement).filter((one) => {
    const { agreementNo, by } = one.document.supplement;
    const all = parties(agreementNo);
    if (all.length === 0) return !refuse(one.file, [`there is no agreement ${agreementNo} that binds. Add it first.`]);
    if (by !== null && !all.includes(by)) return !refuse(one.file, [`${by} is not a party to ${agreementNo}.`]);
    return isSigned(one, by === null ? all : [by]);
  });
  const binding = withoutForks(supplements, refuse);
  const said = latest(binding.map(({ document }) => document.supplement));
  return {
    agreements: agreements.map(({ document }) => bind(document.agreement, said)),
    problems,
    files: new Set([...signed, ...supplements].map(({ file }) => file)),
  };
}

type ReadAgreement = ReadDocument & { readonly document: { readonly agreement: Agreement } };
type ReadSupplement = ReadDocument & { readonly document: { readonly supplement: Supplement } };

const isAgreement = (one: ReadDocument): one is ReadAgreement => 'agreement' in one.document;
const isSupplement = (one: ReadDocument): one is ReadSupplement => 'supplement' in one.document;

type Refuse = (file: string, problems: readonly string[]) => boolean;

// Two texts under one number and version: which of them was meant is not for a province alone to say. The same text in
// two files is one.
function withoutForks<Read extends ReadDocument>(read: readonly Read[], refuse: Refuse): readonly Read[] {
  const versions = Map.groupBy(read, ({ document }) => nameOf(document));
  return [...versions].flatMap(([name, same]) => {
    const texts = new Set(same.map(({ document }) => digestOfDocument(document)));
    if (texts.size === 1) return same.slice(0, 1);
    for (const { file } of same) refuse(file, [`there are different texts of ${name}. Keep the one that was meant.`]);
    return [];
  });
}

function nameOf(document: SignedDocument): string {
  if ('agreement' in document) return `${document.agreement.number} version ${document.agreement.version}`;
  return `${serialOf(document.supplement)} version ${document.supplement.version}`;
}

// Whoever was a party to any version may stop it: stopping is the safe direction.
function partiesOf(agreements: readonly Agreement[], agreementNo: string): readonly string[] {
  const versions = agreements.filter(({ number }) => number === agreementNo);
  return [...new Set(versions.flatMap(({ parties }) => parties))];
}

// With its author, so that nobody lifts what another has suspended.
const serialOf = ({ agreementNo, number, by }: Supplement): string =>
  [number, 'to', agreementNo, by ?? 'all'].join(' ');

function latest(supplements: readonly Supplement[]): readonly Supplement[] {
  const byNumber = Map.groupBy(supplements, serialOf);
  return [...byNumber.values()].flatMap((same) => same.toSorted((a, b) => b.version - a.version).slice(0, 1));
}

function bind(agreement: Agreement, supplements: readonly Supplement[]): BindingAgreement {
  const own = supplements.filter(({ agreementNo }) => agreementNo === agreement.number);
  const ends = own.filter(({ kind }) => kind === 'TERMINATION').map(({ from }) => Date.parse(from));
  return {
    agreement,
    validity: spanOf(agreement.validity),
    suspensions: own.filter(({ kind }) => kind === 'SUSPENSION').map(spanOf),
    terminatedFromMs: ends.length === 0 ? null : Math.min(...ends),
  };
}

const spanOf = ({ from, until }: { readonly from: string; readonly until: string | null }): Span => ({
  fromMs: Date.parse(from),
  untilMs: until === null ? null : Date.parse(until),
});
