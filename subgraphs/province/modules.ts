import { ExplainResolver } from './access/explain/explain.resolver.js';
import { CommandAnswerEntity } from './access/once/command-answer.entity.js';
import { agreements } from './agreements/index.js';
import { cases } from './cases/index.js';
import { catalogue } from './catalogue/index.js';
import { consultations } from './consultations/index.js';
import { evidence } from './evidence/index.js';
import { handoffs } from './handoffs/index.js';
import { exchangeEntities } from './exchange/exchange.entity.js';
import { ExchangeResolver } from './exchange/exchange.resolver.js';
import { licences } from './licences/index.js';
import { materials } from './materials/index.js';
import { performance } from './performance/index.js';
import { persons } from './persons/index.js';
import { policy } from './policy/index.js';
import { ratings } from './ratings/index.js';
import type { SchemaModule } from './schema.js';
import type { SealedTable } from './storage/reseal.js';
import { statistics } from './statistics/index.js';
import { teams } from './teams/index.js';
import { supervision } from './supervision/index.js';
import { trail } from './trail/index.js';

const access = { entities: [CommandAnswerEntity], resolvers: [ExplainResolver], references: {} } as const;

const exchange = { entities: exchangeEntities, resolvers: [ExchangeResolver], references: {} } as const;

const all = [
  policy,
  trail,
  persons,
  catalogue,
  teams,
  agreements,
  consultations,
  materials,
  cases,
  licences,
  evidence,
  handoffs,
  ratings,
  performance,
  statistics,
  supervision,
  access,
  exchange,
] as const;

/** Every module of a province, with the access and the exchange beneath them. The only place that names them all. */
export const modules: readonly SchemaModule[] = all;

/** The tables with sealed columns, for the rotation of keys. */
export const sealedTables: readonly SealedTable[] = [
  ...persons.sealed,
  ...trail.sealed,
  ...teams.sealed,
  ...licences.sealed,
  ...evidence.sealed,
  ...ratings.sealed,
  ...consultations.sealed,
];

/** The entities of all modules, for the storage. */
export const entities = all.flatMap((module) => [...module.entities]);
