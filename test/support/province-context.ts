// What a request to a province may touch, for tests that build a province of parts.
import { ProvinceContext } from '../../subgraphs/province/context.js';
import type { Desk, EventHandlers } from '../../subgraphs/province/exchange/desk.js';
import type { Exchange } from '../../subgraphs/province/exchange/exchange.js';
import { readInstance } from '../../subgraphs/province/shared/instance.js';
import type { MaterialFiles } from '../../subgraphs/province/storage/material-files.js';

/** The parts of a province: its exchange, on a storage, and its files. Nothing else is told when something is due. */
export interface ProvinceParts {
  readonly desk: Desk;
  readonly files: MaterialFiles;
  /** None unless given. */
  readonly handlers?: EventHandlers;
  /** Nobody answers unless given. */
  readonly peers?: Exchange['peers'];
}

const nobody: Exchange['peers'] = { ask: () => Promise.reject(new Error('no peers')) };

/** The context of one request to the province at whose desk it is, by the clock of that desk. */
export function createContext({ desk, files, handlers = new Map(), peers = nobody }: ProvinceParts): ProvinceContext {
  const premises = {
    province: readInstance(desk.signer.province),
    orm: desk.storage,
    exchange: { desk, handlers, wake: () => undefined, peers },
    surroundings: { nowMs: desk.clock.nowMs, files },
  };
  return new ProvinceContext(premises, undefined);
}
