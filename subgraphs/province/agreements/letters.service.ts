import { agreementCollaboration, keeperOf } from '../../../schema/agreement-collaboration.js';
import { isAgreementLifeRefusal } from '../../../schema/agreement-life-refusals.js';
import type { Desk, EventHandler, EventHandlers, Letter } from '../exchange/desk.js';
import type { Receipt } from '../exchange/envelope.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { readInstance } from '../../shared/instance.js';
import type { AgreementRow } from './agreement.entity.js';
import { advance } from './advance.service.js';
import { decided, vouched } from './applying.service.js';
import { applyMove } from './apply-move.service.js';
import { type Bureau, changeAgreement, holdAgreement, idOf, partiesOf } from './bureau.service.js';
import { AGREEMENT_ASKED, AGREEMENT_TOLD, isAlone, type Move, parseMove } from './moves/move.rules.js';
import { tellParties } from './tell.service.js';
import { warn } from './warning.service.js';

/** What this module does about the letters of other provinces, and about the receipts of its own. */
export function createAgreementHandlers(desk: Desk, { agreements }: Pick<Bureau, 'agreements'>): EventHandlers {
  const instance = readInstance(desk.signer.province);
  const at = (transaction: Transaction): Bureau => ({ desk, instance, agreements, transaction });
  const asked: EventHandler = {
    apply: (transaction, letter) => takeAsked(at(transaction), letter),
    onRefused: (transaction, letter, receipt) => noteAskedRefused(at(transaction), letter, receipt),
  };
  const told: EventHandler = {
    apply: (transaction, letter) => takeTold(at(transaction), letter),
    onRefused: (transaction, letter, receipt) => noteToldRefused(at(transaction), letter, receipt),
  };
  return new Map([
    [AGREEMENT_ASKED, asked],
    [AGREEMENT_TOLD, told],
  ]);
}

const isOfCollaboration = (letter: Letter, move: Move): boolean =>
  letter.collaborationNo === agreementCollaboration(move.number);

// The keeper takes it into the order of things and tells all, the party itself among them; or refuses it.
async function takeAsked(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const move = parseMove(letter.payload);
  if (move === undefined || !isOfCollaboration(letter, move)) return 'MOVE_UNREADABLE';
  if (keeperOf(move.number) !== bureau.instance.code) return 'NOT_FROM_THE_KEEPER';
  if (move.by !== letter.from || move.kind === 'expire') return 'NOT_FOR_THIS_PARTY';
  await advance(bureau, move.number);
  const applied = await applyMove(bureau, move, { as: 'KEEPER', facts: vouched });
  if ('refusal' in applied) return applied.refusal;
  await tellParties(bureau, applied.row, move);
  await advance(bureau, move.number);
  return undefined;
}

// A copy does what the keeper tells, in the order in which it is told; that order is the one of their chain.
async function takeTold(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const move = parseMove(letter.payload);
  if (move === undefined || !isOfCollaboration(letter, move)) return 'MOVE_UNREADABLE';
  if (keeperOf(move.number) !== letter.from) return 'NOT_FROM_THE_KEEPER';
  const applied = await applyMove(bureau, move, { as: 'COPY', facts: decided });
  if ('refusal' in applied) return applied.refusal;
  if (move.by === bureau.instance.code) await confirm(bureau, move);
  await advance(bureau, move.number);
  return undefined;
}

// What this province had done is done; of an amendment it is the agreement that is amended which waited.
async function confirm(bureau: Bureau, move: Move): Promise<void> {
  const row = await holdAgreement(bureau, subjectOf(bureau, move));
  if (row !== undefined) await settle(bureau, row, move);
}

async function settle(bureau: Bureau, row: AgreementRow, move: Move): Promise<void> {
  if (row.pending === move.kind && !isAlone(move)) await changeAgreement(bureau, row, { pending: null });
}

const subjectOf = (bureau: Bureau, { number, first, amends }: Move): string =>
  idOf(bureau, { number, first: amends ?? first });

// The keeper says no: another party was quicker, as a rule. Nothing of it remains, and a coordinator is told.
async function noteAskedRefused(bureau: Bureau, letter: Letter, { code }: Receipt): Promise<void> {
  const move = parseMove(letter.payload);
  const row = move && (await holdAgreement(bureau, subjectOf(bureau, move)));
  if (move === undefined || row === undefined) return;
  await settle(bureau, row, move);
  const rule = isAgreementLifeRefusal(code) ? code : 'MOVE_UNREADABLE';
  await warn(bureau, row, { kind: 'MOVE_REFUSED', about: `${move.kind} ${move.version}`, rule });
}

// A party whose system cannot take a text will not sign it; of everything else a person has to know.
async function noteToldRefused(bureau: Bureau, letter: Letter, { code }: Receipt): Promise<void> {
  const move = parseMove(letter.payload);
  const row = move && (await holdAgreement(bureau, idOf(bureau, move)));
  if (move === undefined || row === undefined) return;
  const rule = isAgreementLifeRefusal(code) ? code : 'MOVE_UNREADABLE';
  if (move.kind === 'propose' && partiesOf(row).includes(letter.to)) {
    const head = { number: move.number, first: move.first, by: letter.to, version: row.version };
    const rest = { document: null, amends: null, origin: null, reason: rule };
    const declining: Move = { kind: 'decline', ...head, ...rest };
    const declined = await applyMove(bureau, declining, { as: 'KEEPER', facts: {} });
    if (!('refusal' in declined)) {
      await tellParties(bureau, declined.row, declining);
      await advance(bureau, move.number);
    }
  }
  await warn(bureau, row, { kind: 'OUT_OF_STEP', about: letter.to, rule });
}
