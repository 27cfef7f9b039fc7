import { LicenceRefusalCodes, licenceRefusals } from '../../../schema/licence-refusals.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';

/** An expected no about a licence. */
export const LicenceRefusal = refusalOf({
  name: 'LicenceRefusal',
  description: '电子证照事务未获办理及其原因。 · An expected no about a licence, with its reason and what people read.',
  codes: LicenceRefusalCodes,
  refusals: licenceRefusals,
});

export type LicenceRefusal = InstanceType<typeof LicenceRefusal>;
