import { ServiceRefusalCodes, serviceRefusals } from '../../../schema/service-refusals.js';
import { refusalOf } from './refusal-of.resolver.js';

/** An expected no of a guide, a preflight or a material. */
export const ServiceRefusal = refusalOf({
  name: 'ServiceRefusal',
  description: '指引、预检或材料未获办理及其原因。 · An expected no, with its reason and what people read.',
  codes: ServiceRefusalCodes,
  refusals: serviceRefusals,
});

export type ServiceRefusal = InstanceType<typeof ServiceRefusal>;
