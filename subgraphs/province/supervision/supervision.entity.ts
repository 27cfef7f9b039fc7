import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { Stored } from '../storage/stored.js';
import type { CardBasis } from './machine/fold-card.rules.js';
import type { CardLevel, CardRule, CardState, CardStep } from './machine/vocabulary.rules.js';

/** OPEN and ENDED are what the owner lists; what is no alert, or another province's, stands on no shelf. */
export type Shelf = 'OPEN' | 'ENDED';

/**
 * A card from the beginning of its limit on. State, level and instants are computed from basis and steps, and stored so
 * that an index finds them.
 */
export const SupervisionCardEntity = defineEntity({
  name: 'SupervisionCard',
  tableName: 'supervision_card',
  indexes: [
    { name: 'supervision_card_case', properties: ['collaborationNo'] },
    { name: 'supervision_card_due', properties: ['nextMs'] },
    { name: 'supervision_card_shelf', properties: ['shelf', 'raisedAt', 'id'] },
    { name: 'supervision_card_level', properties: ['shelf', 'level', 'raisedAt', 'id'] },
    { name: 'supervision_card_rule', properties: ['shelf', 'rule', 'raisedAt', 'id'] },
    { name: 'supervision_card_unit', properties: ['shelf', 'unitCode', 'raisedAt', 'id'] },
  ],
  properties: {
    /** The global id: of the owner, and a digest of case, rule and occurrence. */
    id: p.text().primary(),
    /** Null for what is about no case. */
    collaborationNo: p.text().nullable(),
    rule: p.text().$type<CardRule>(),
    occurrence: p.text(),
    /** The province of the responsible unit, which owns the card. */
    province: p.text(),
    /** Null while the owner has not said it. */
    unitCode: p.text().nullable(),
    leg: p.text().nullable(),
    clockName: p.text().nullable(),
    /** The province that states what the card stands on. */
    teller: p.text(),
    parties: p.json().$type<readonly string[]>(),
    basis: p.json().$type<CardBasis>(),
    state: p.text().$type<CardState>(),
    level: p.text().$type<CardLevel>().nullable(),
    since: p.text().nullable(),
    raisedAt: p.text().nullable(),
    rectifyBy: p.text().nullable(),
    /** When time may bring something about; null when it does not. */
    nextMs: p.bigint('number').nullable(),
    shelf: p.text().$type<Shelf>().nullable(),
    version: p.integer(),
    /** By province: the digest of what it was told last. */
    told: p.json().$type<Readonly<Record<string, string>>>(),
  },
});

/** What people did about a card, numbered by its owner; one row each, for good. */
export const SupervisionStepEntity = defineEntity({
  name: 'SupervisionStep',
  tableName: 'supervision_step',
  properties: {
    cardId: p.text().primary(),
    seq: p.integer().primary(),
    atMs: p.bigint('number'),
    event: p.text().$type<CardStep>(),
    said: p.text().nullable(),
    byRole: p.text(),
    byProvince: p.text().nullable(),
    byUnit: p.text().nullable(),
    /** Account of who did it; only its own province keeps it. */
    subject: p.text().nullable(),
  },
});

/** Up to when a source of hits has been looked through. */
export const SupervisionMarkEntity = defineEntity({
  name: 'SupervisionMark',
  tableName: 'supervision_mark',
  properties: { source: p.text().primary(), atMs: p.bigint('number') },
});

export const supervisionEntities = [SupervisionCardEntity, SupervisionStepEntity, SupervisionMarkEntity] as const;

export type CardRow = Stored<InferKyselyTable<typeof SupervisionCardEntity>>;
export type StepRow = InferKyselyTable<typeof SupervisionStepEntity>;

/** The tables of this module, as Kysely sees them. */
export interface SupervisionTables {
  supervision_card: CardRow;
  supervision_step: StepRow;
  supervision_mark: InferKyselyTable<typeof SupervisionMarkEntity>;
}
