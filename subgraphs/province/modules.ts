import { cases } from './cases/index.js';
import { catalogue } from './catalogue/index.js';
import { handoffs } from './handoffs/index.js';
import { exchangeEntities } from './exchange/exchange.entity.js';

/** Every module of a province. The only place that names them all. */
export const modules = [catalogue, cases, handoffs] as const;

/** The entities of all modules and of the exchange beneath them, for the storage. */
export const entities = [...modules.flatMap((module) => [...module.entities]), ...exchangeEntities];
