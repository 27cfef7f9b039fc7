// What a request to a province may touch, for tests that build a province of parts.
import type { Identity } from '../../schema/identity.js';
import type { Passport } from '../../schema/passport.js';
import { type Feed, ProvinceContext } from '../../subgraphs/province/context.js';
import type { Desk, EventHandlers } from '../../subgraphs/province/exchange/desk.js';
import type { Exchange } from '../../subgraphs/province/exchange/exchange.js';
import { createLicenceIssuer } from '../../subgraphs/province/licences/index.js';
import { createRatingKeeper } from '../../subgraphs/province/ratings/index.js';
import { type AgreementBook, NO_AGREEMENTS } from '../../subgraphs/province/shared/agreement.js';
import { readInstance } from '../../subgraphs/shared/instance.js';
import type { MaterialFiles } from '../../subgraphs/province/storage/material-files.js';

/** The parts of a province: its exchange, on a storage, and its files. Nothing else is told when something is due. */
export interface ProvinceParts {
  readonly desk: Desk;
  readonly files: MaterialFiles;
  /** None unless given. */
  readonly handlers?: EventHandlers;
  /** None unless given. */
  readonly agreements?: AgreementBook;
  /** Nobody answers unless given. */
  readonly peers?: Exchange['peers'];
}

const nobody: Exchange['peers'] = { ask: () => Promise.reject(new Error('no peers')) };

// Of what happens in these parts nobody tells whoever watches; the running province does.
const silent: Feed = {
  async *follow() {
    // nothing
  },
};

/** The context of one request to the province at whose desk it is, by the clock of that desk; of nobody known unless given. */
export function createContext(parts: ProvinceParts, passport?: Passport): ProvinceContext {
  const { desk, files, agreements = NO_AGREEMENTS, handlers = new Map(), peers = nobody } = parts;
  const instance = readInstance(desk.signer.province);
  const { nowMs } = desk.clock;
  const issueLicence = createLicenceIssuer({ instance, desk, nowMs });
  const keepRating = createRatingKeeper({ instance, desk });
  const premises = {
    province: instance,
    orm: desk.storage,
    exchange: { desk, handlers, wake: () => undefined, visit: () => undefined, peers },
    surroundings: { nowMs, files, agreements, issueLicence, keepRating, feed: silent, ...desk.vault },
  };
  return new ProvinceContext(premises, passport);
}

/** The passport with which a gateway would ask for somebody. */
export function passportFor(identity: Identity, purpose?: Passport['purpose']): Passport {
  return { identity, operation: 'a'.repeat(64), purpose };
}
