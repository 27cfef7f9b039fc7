import { ConsultationRefusalCodes, consultationRefusals } from '../../../schema/consultation-refusals.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';

/** An expected no about a consultation. */
export const ConsultationRefusal = refusalOf({
  name: 'ConsultationRefusal',
  description: '咨询未获办理及其原因。 · An expected no about a consultation, with its reason and what people read.',
  codes: ConsultationRefusalCodes,
  refusals: consultationRefusals,
});

export type ConsultationRefusal = InstanceType<typeof ConsultationRefusal>;
