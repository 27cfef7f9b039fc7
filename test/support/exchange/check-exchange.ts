import { compareChains } from '../../../subgraphs/province/exchange/compare-chains.js';
import { linkName } from '../../../subgraphs/province/exchange/chain-rows.js';
import type { InboxRow, OutboxRow } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { canonicalJson } from '../../../subgraphs/province/exchange/canonical-json.js';
import { isProof, toRecord } from '../../../subgraphs/province/exchange/chain.js';
import { CANCEL_EVENT } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { KeyDirectory } from '../../../subgraphs/province/exchange/signer.js';
import { verifyChain } from '../../../subgraphs/province/exchange/verify-chain.js';
import { receiptOf, recordsOf, type Store } from './read-stores.js';

/** What was seen from outside while it went on. */
export interface History {
  /** Envelopes whose writing was confirmed to the one who asked for it. */
  readonly accepted: readonly { readonly id: string; readonly from: string; readonly to: string }[];
  /** What a client was shown of an envelope, in the order of time: null while it had no receipt. */
  readonly views: readonly { readonly id: string; readonly result: string | null }[];
  readonly maxAttempts: number;
  readonly healedAtMs: number;
  readonly quietAtMs: number;
  /** How many envelopes waited when everything was healed. */
  readonly waitingAtHealing: number;
  readonly keys: KeyDirectory;
}

/** One broken promise: its number in the list of invariants, and what broke it. */
export interface Violation {
  readonly invariant: number;
  readonly detail: string;
}

interface World extends History {
  readonly stores: readonly Store[];
  readonly sent: ReadonlyMap<string, OutboxRow>;
  readonly received: ReadonlyMap<string, InboxRow>;
}

/**
 * Checks the promises of the exchange over what all provinces have stored once everything has come to rest. It knows
 * their tables and public keys, and nothing of how they came about.
 */
export function checkExchange(stores: readonly Store[], history: History): readonly Violation[] {
  const sent = new Map(stores.flatMap(({ outbox }) => outbox.map((row) => [row.id, row] as const)));
  const received = new Map(stores.flatMap(({ inbox }) => inbox.map((row) => [row.id, row] as const)));
  const world = { ...history, stores, sent, received };
  return checks.flatMap((check, index) => check(world).map((detail) => ({ invariant: index + 1, detail })));
}

type Check = (world: World) => readonly string[];

const nothingIsLost: Check = ({ accepted, stores, sent, received }) => [
  ...accepted.filter(({ id }) => !sent.has(id)).map(({ id }) => `${id} was accepted and is in no outbox`),
  ...[...sent.values()].flatMap((row) => {
    const link = linkName({ collaborationNo: row.collaboration_no, from: row.sender, to: row.addressee });
    const tasks = stores.find(({ province }) => province === row.sender)?.tasks ?? [];
    const isToldDead = tasks.some((task) => task.kind === 'DEAD' && task.subject === link && task.closed_at === null);
    if (row.receipt !== null) return received.has(row.id) ? [] : [`${row.id} has a receipt and is in no inbox`];
    return isToldDead ? [] : [`${row.id} has neither receipt nor task`];
  }),
];

const oneEffectPerId: Check = ({ stores, sent }) =>
  stores.flatMap(({ inbox, effects, told, outbox }) => [
    ...inbox.filter(isApplied).flatMap((row) => expectCount(effects, row.id, row.event === CANCEL_EVENT ? 0 : 1)),
    ...outbox.flatMap((row) =>
      expectCount(told, row.id, row.receipt === null || row.event === CANCEL_EVENT ? 0 : 1, 'told'),
    ),
    ...told
      .filter(({ envelope_id: id, result }) => receiptOf(sent.get(id) ?? { receipt: null })?.result !== result)
      .map(({ envelope_id: id }) => `the sender of ${id} was told another end than its receipt`),
  ]);

const isApplied = (row: InboxRow): boolean => receiptOf(row)?.result === 'APPLIED';

function expectCount(
  rows: readonly { readonly envelope_id: string }[],
  id: string,
  count: number,
  what = 'effects',
): readonly string[] {
  const found = rows.filter((row) => row.envelope_id === id).length;
  return found === count ? [] : [`${id} has ${found} ${what}, not ${count}`];
}

const noPhantom: Check = ({ stores, sent }) =>
  stores.flatMap(({ province, inbox, effects }) => [
    ...inbox
      .filter((row) => row.addressee !== province || sent.get(row.id)?.addressee !== province)
      .map((row) => `${row.id} is in the inbox of ${province}, to which nobody sent it`),
    ...effects
      .filter(({ envelope_id: id }) => !inbox.some((row) => row.id === id))
      .map(({ envelope_id: id }) => `${id} has an effect in ${province} and is not in its inbox`),
  ]);

const oneHolder: Check = ({ stores }) => {
  const rows = stores.flatMap(({ province, holdings }) => holdings.map((row) => ({ province, ...row })));
  return [...Map.groupBy(rows, (row) => row.collaboration_no)].flatMap(([no, held]) => {
    const holders = held.filter(({ state }) => state === 'HOLDER');
    const isClear = holders.length === 1 && held.every(({ state }) => state !== 'TRANSFERRING');
    return isClear ? [] : [`${no} is held: ${held.map(({ province, state }) => `${province} ${state}`).join()}`];
  });
};

const refusedHasNoEffect: Check = ({ stores }) =>
  stores.flatMap(({ inbox, effects }) =>
    inbox.filter((row) => !isApplied(row)).flatMap((row) => expectCount(effects, row.id, 0)),
  );

const orderedWithoutGap: Check = ({ stores }) =>
  stores.flatMap(({ province, outbox, inbox, links, effects }) => {
    const rows = Map.groupBy([...outbox, ...inbox], (row) => nameOf(row));
    const numbers = [...rows].flatMap(([link, entries]) => {
      const isGapless = entries.every(({ seq }, index) => seq === index + 1);
      const last = links.find((row) => nameOf(row) === link);
      const isAtEnd = last?.last_seq === entries.length && last.last_hash === entries.at(-1)?.entry_hash;
      return isGapless && isAtEnd ? [] : [`${province}: ${link} has gaps, or another end than its cursor`];
    });
    const order = Map.groupBy(effects, ({ envelope_id: id, collaboration_no: no }) => {
      return `${no} ${inbox.find((row) => row.id === id)?.sender ?? ''}`;
    });
    const disordered = [...order].filter(([, group]) =>
      group.some(({ seq }, index) => seq < (group[index - 1]?.seq ?? 0)),
    );
    return [...numbers, ...disordered.map(([link]) => `${province}: ${link} was applied out of order`)];
  });

// The rows of a link come in the order of numbers, those of several collaborations mixed.
const nameOf = (row: {
  readonly collaboration_no: string;
  readonly sender: string;
  readonly addressee: string;
}): string => linkName({ collaborationNo: row.collaboration_no, from: row.sender, to: row.addressee });

const sameContent: Check = ({ received, sent, keys }) =>
  [...received.values()].flatMap((row) => {
    const original = sent.get(row.id);
    const isSame = original?.entry_hash === row.entry_hash && original.payload === row.payload;
    return isSame && isProof(toRecord(row), keys)
      ? []
      : [`${row.id} is not what was sent, or not under a genuine seal`];
  });

const ackedIsApplied: Check = ({ sent, received }) =>
  [...sent.values()].flatMap((row) => {
    const receipt = receiptOf(row);
    if (receipt === undefined) return [];
    const given = receiptOf(received.get(row.id) ?? { receipt: null });
    const isSame = given !== undefined && canonicalJson({ ...given }) === canonicalJson({ ...receipt });
    const isState = row.state === (receipt.result === 'APPLIED' ? 'ACKED' : 'REJECTED');
    return isSame && isState ? [] : [`${row.id}: sender and addressee do not hold the same receipt, or state`];
  });

const chainsAreWhole: Check = ({ stores, keys }) => {
  const chains = stores.map((store) => ({ province: store.province, records: recordsOf(store) }));
  const alone = chains.flatMap((side) =>
    verifyChain(side, keys).map(({ link, seq, problem }) => `${side.province}: ${link} ${seq} ${problem}`),
  );
  const compared = chains.flatMap((a, index) =>
    chains.slice(index + 1).flatMap((b) => {
      const found = compareChains({ a, b, keys });
      return found === undefined ? [] : [`${a.province} and ${b.province}: ${canonicalJson({ ...found })}`];
    }),
  );
  const forks = stores.flatMap(({ province, conflicts }) =>
    conflicts.map((row) => `${province} holds a proof against ${row.sender}`),
  );
  return [...alone, ...compared, ...forks];
};

const viewsNeverGoBack: Check = ({ views }) =>
  [...Map.groupBy(views, ({ id }) => id)].flatMap(([id, seen]) => {
    const isSteady = seen.every(({ result }, index) => {
      const before = seen[index - 1]?.result ?? null;
      return before === null || result === before;
    });
    return isSteady ? [] : [`${id} was shown with an end that changed`];
  });

const nothingWaits: Check = ({ stores, maxAttempts }) =>
  stores.flatMap(({ province, outbox, parked }) => [
    ...outbox.filter(({ state }) => state === 'PENDING').map(({ id }) => `${id} is pending`),
    ...outbox.filter(({ attempts }) => attempts > maxAttempts).map(({ id }) => `${id} was attempted without bound`),
    ...parked.map(({ sender, seq }) => `${province} has parked ${sender} ${seq}`),
  ]);

// What may pass between the end of a fault and the last delivery; and what each envelope may add that has piled up by
// then: fifty a second, of which a machine that does nothing else delivers several times as many.
const RECOVERY_MS = 60_000;
const RECOVERY_MS_EACH = 20;

const soonAfterHealing: Check = ({ healedAtMs, quietAtMs, waitingAtHealing }) =>
  quietAtMs - healedAtMs <= RECOVERY_MS + RECOVERY_MS_EACH * waitingAtHealing
    ? []
    : [`it took ${quietAtMs - healedAtMs} ms`];

const cancelledIsNeverApplied: Check = ({ stores, sent, received }) => {
  const calls = [...sent.values()].filter(({ event, receipt }) => event === CANCEL_EVENT && receipt !== null);
  const disagreeing = calls.flatMap((call) => {
    const target = receiptOf(received.get(call.cancels ?? '') ?? { receipt: null });
    const isCalledBack = target?.code === 'CANCELLED';
    const hasWorked = receiptOf(call)?.result === 'APPLIED';
    return isCalledBack === hasWorked ? [] : [`${call.id} and what it calls back ended in contradiction`];
  });
  const applied = stores.flatMap(({ effects }) =>
    effects.filter(({ envelope_id: id }) => receiptOf(sent.get(id) ?? { receipt: null })?.code === 'CANCELLED'),
  );
  return [...disagreeing, ...applied.map(({ envelope_id: id }) => `${id} was cancelled and has an effect`)];
};

// In the order of the list, from 1 to 13.
const checks: readonly Check[] = [
  nothingIsLost,
  oneEffectPerId,
  noPhantom,
  oneHolder,
  refusedHasNoEffect,
  orderedWithoutGap,
  sameContent,
  ackedIsApplied,
  chainsAreWhole,
  viewsNeverGoBack,
  nothingWaits,
  soonAfterHealing,
  cancelledIsNeverApplied,
];
