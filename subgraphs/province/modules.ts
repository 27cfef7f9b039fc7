import { cases } from './cases/index.js';
import { catalogue } from './catalogue/index.js';
import { handoffs } from './handoffs/index.js';
import { exchangeEntities } from './exchange/exchange.entity.js';
import { ExchangeResolver } from './exchange/exchange.resolver.js';
import { materials } from './materials/index.js';
import type { SchemaModule } from './schema.js';

const exchange = { entities: exchangeEntities, resolvers: [ExchangeResolver], references: {} } as const;

const all = [catalogue, materials, cases, handoffs, exchange] as const;

/** Every module of a province, and the exchange beneath them. The only place that names them all. */
export const modules: readonly SchemaModule[] = all;

/** The entities of all modules, for the storage. */
export const entities = all.flatMap((module) => [...module.entities]);
