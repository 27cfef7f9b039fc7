/** In whose name a decision stands in a thread; under which order, the log of the request says. */
export const SUPERVISOR = 'SUPERVISOR';
