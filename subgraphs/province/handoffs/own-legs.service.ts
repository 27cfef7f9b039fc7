import type { ProvinceContext } from '../context.js';
import type { TracedLeg } from './trace.rules.js';

/** Finds the legs of a collaboration that this province does itself, as their courses are stored. */
export type FindOwnLegs = (context: ProvinceContext, collaborationNo: string) => Promise<readonly TracedLeg[]>;

/** No module stores courses, so there are none here, and what the chain says of them stands. */
export const findOwnLegs: FindOwnLegs = () => Promise.resolve([]);
