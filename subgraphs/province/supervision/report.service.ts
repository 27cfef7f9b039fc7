import { originOf } from '../../../schema/province-codes.js';
import { findFiledCase } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import { type ChainRecord, isProof, readCollaboration } from '../exchange/chain.js';
import { linkName } from '../exchange/chain-rows.js';
import type { PairVerdict } from '../exchange/judge-pair.js';
import { verifyChain } from '../exchange/verify-chain.js';
import { depthsOf, holderMoves, inCausalOrder, judgePairs } from '../handoffs/index.js';
import { cardId, cardsOfCase } from './cards.service.js';
import { assertNumber } from './read-alerts.service.js';
import { type BrokenPlace, type CitableEntry, type Statement, statementsOf } from './report.rules.js';

/** What one province states of a case, and what comparing with its peers has shown. */
export interface Report {
  readonly participants: readonly string[];
  readonly statements: readonly Statement[];
  readonly verdicts: readonly PairVerdict[];
}

/** Computes the report of this province. Peers are asked for what they hold; one that does not answer is named. */
export async function readReport(context: ProvinceContext, collaborationNo: string): Promise<Report> {
  assertNumber(collaborationNo);
  const { province, surroundings } = context;
  const { keys } = context.exchange.desk;
  const verdicts = await judgePairs(context, collaborationNo);
  const nowMs = surroundings.nowMs();
  return context.orm.em.fork().transactional(async (transaction) => {
    const chains = await readCollaboration(transaction, province.code, collaborationNo);
    const cards = await cardsOfCase({ transaction }, collaborationNo);
    const file = await findFiledCase(transaction, { province: province.code, nowMs }, collaborationNo);
    const findings = Map.groupBy(verifyChain(chains, keys), ({ link, seq }) => `${link} ${String(seq)}`);
    const citable = chains.records.map((record) => {
      const found = findings.get(`${linkName(record)} ${String(record.seq)}`) ?? [];
      return toCitable(record, { isProven: isProof(record, keys), problems: found.map(({ problem }) => problem) });
    });
    const named = chains.records.flatMap(({ from, to }) => [from, to]);
    const statements = statementsOf({
      ...{ origin: originOf(collaborationNo) ?? province.code, nowMs, cards },
      ...{ begunMs: msOf(file?.begunAt), endedMs: msOf(file?.endedAt) },
      entries: inCausalOrder(citable, depthsOf(citable)),
      broken: [...missingIn(chains.records), ...differences(verdicts)],
      movesOf: (event) => holderMoves.get(event),
      idOf: (card) => cardId({ ...card, collaborationNo }),
    });
    const participants = new Set([...named, ...cards.flatMap(({ parties }) => parties)]);
    return { participants: [...participants].sort(), statements, verdicts };
  });
}

const msOf = (at: string | null | undefined): number | null =>
  at === null || at === undefined ? null : Date.parse(at);

type Citable = CitableEntry & Pick<ChainRecord, 'prevHash' | 'seenHash'>;

function toCitable(
  record: ChainRecord,
  { isProven, problems }: { readonly isProven: boolean; readonly problems: readonly string[] },
): Citable {
  const { entryHash, from, to, seq, event, at, payload, prevHash, seenHash, seal, receipt } = record;
  const isUnsent = seal === null && receipt === null;
  // That an entry before it is missing is no fault of this one.
  const own = problems.filter((problem) => problem !== 'GAP' && problem !== 'PREV' && problem !== 'SEEN');
  const faults = isProven || isUnsent || own.length > 0 ? own : ['SEAL'];
  return {
    ...{ entryHash, from, to, seq, event, at, payload, prevHash, seenHash, isUnsent },
    isApplied: receipt?.result === 'APPLIED',
    problems: faults,
  };
}

/** The places of links that should be there, since later ones are. */
function missingIn(records: readonly ChainRecord[]): readonly BrokenPlace[] {
  const links = Map.groupBy(records, ({ from, to }) => `${from}>${to}`);
  return [...links.values()].flatMap((link) => {
    const held = new Set(link.map(({ seq }) => seq));
    const [{ from, to } = { from: '', to: '' }] = link;
    const last = Math.max(...held);
    const all = Array.from({ length: last }, (_, index) => index + 1);
    return all.filter((seq) => !held.has(seq)).map((seq) => ({ from, to, seq, problem: 'GAP' }));
  });
}

const differences = (verdicts: readonly PairVerdict[]): readonly BrokenPlace[] =>
  verdicts.flatMap(({ difference }) => {
    if (difference === undefined) return [];
    const { from, to, seq, kind } = difference;
    return [{ from, to, seq, problem: kind }];
  });
