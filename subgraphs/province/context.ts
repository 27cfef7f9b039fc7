import type { Satisfaction } from '../../schema/code-lists.js';
import type { Identity } from '../../schema/identity.js';
import type { Passport } from '../../schema/passport.js';
import type { RatedServiceCode, RatingChannelCode, RatingIndicatorCode } from '../../schema/rating-lists.js';
import type { StreamEvent } from '../server/stream-event.js';
import { BatchLoaders, type Load } from '../shared/batch-loaders.js';
import type { Exchange } from './exchange/exchange.js';
import type { Transaction } from './exchange/exchange.entity.js';
import type { AgreementBook } from './shared/agreement.js';
import type { ProvinceInstance } from '../shared/instance.js';
import type { MaterialFiles } from './storage/material-files.js';
import type { IdentityDocument, Matching } from './storage/matching.js';
import type { ProvinceStorage } from './storage/orm.js';
import type { Sealing } from './storage/sealing.js';

/** Loads rows by key for a whole batch at once; see {@link Load}. */
export type BatchLoad<Row> = Load<ProvinceContext, Row>;

/** The result of a case that is to become an electronic licence. */
export interface LicenceResult {
  /** As the item calls its result. */
  readonly typeName: string;
  readonly itemCode: string;
  readonly caseId: string | null;
  readonly issuer: { readonly code: string; readonly name: string };
  readonly holder: { readonly name: string; readonly document: IdentityDocument };
  readonly provenance: 'SYNTHETIC' | 'OFFICIAL';
}

/**
 * Issues a licence in the transaction of the move that grants it, and gives its identifier; undefined for a result that
 * is of no known type. Cases end with licences, and know nothing of the room above them that keeps these.
 */
export type IssueLicence = (transaction: Transaction, result: LicenceResult) => Promise<string | undefined>;

/** What an applicant has said of a service that was rendered to him. */
export interface GivenRating {
  readonly collaborationNo: string;
  /** Who rates: the applicant of the case, as this province knows him. */
  readonly rater: { readonly person: string | null; readonly subject: string | null };
  readonly level: keyof typeof Satisfaction.entries;
  readonly service: RatedServiceCode;
  readonly channel: RatingChannelCode;
  readonly indicators: readonly RatingIndicatorCode[];
  /** In his own words; null when he said nothing more. */
  readonly text: string | null;
}

/** Keeps a rating in the transaction of the move that gives it. Cases know nothing of the room above that works on it. */
export type KeepRating = (transaction: Transaction, rating: GivenRating) => Promise<void>;

/** What happens in the cases of this province, for those who watch. */
export interface Feed {
  /** The events after `after`, or from now on; of one case where it is named. It ends when the signal is given. */
  follow(request: {
    readonly after: string | undefined;
    readonly caseId: string | undefined;
    readonly signal: AbortSignal;
  }): AsyncGenerator<StreamEvent>;
}

/** What a province has beside its database. */
export interface Surroundings {
  readonly nowMs: () => number;
  readonly files: MaterialFiles;
  /** Encrypts what is stored of persons. */
  readonly sealing: Sealing;
  /** Finds persons by their documents. */
  readonly matching: Matching;
  /** The agreements with other provinces that bind this one. */
  readonly agreements: AgreementBook;
  readonly issueLicence: IssueLicence;
  readonly keepRating: KeepRating;
  readonly feed: Feed;
}

/** What a province works with; every request may touch all of it. */
export interface Premises {
  readonly province: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly surroundings: Surroundings;
}

/**
 * What one request to one province may touch: the province, its storage, its exchange, and loaders that live as long as
 * the request. Creating it opens nothing and asks nothing.
 */
export class ProvinceContext implements Premises {
  readonly province: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly surroundings: Surroundings;
  /** Who asks and for what, as the gateway says it; undefined where passports are not asked for. */
  readonly passport: Passport | undefined;
  readonly #loaders = new BatchLoaders<ProvinceContext>(this);

  constructor(premises: Premises, passport: Passport | undefined) {
    this.province = premises.province;
    this.orm = premises.orm;
    this.exchange = premises.exchange;
    this.surroundings = premises.surroundings;
    this.passport = passport;
  }

  /** Who asks; undefined for whoever is not known to the gateway. */
  get caller(): Identity | undefined {
    return this.passport?.identity;
  }

  /** The row of `key`, or undefined. Everything asked for in one turn becomes one call of `batch`. */
  load<Row>(batch: BatchLoad<Row>, key: string): Promise<Row | undefined> {
    return this.#loaders.load(batch, key);
  }

  /** Forgets what was loaded: what is read from now on is what a command has left. */
  forget(): void {
    this.#loaders.forget();
  }
}
