import type { Defect } from './flawed-proxy.js';
import { exchangeDefects } from './letter-defects.js';
import { entityDefects, listDefects, statisticsDefects } from './row-defects.js';
import { transportDefects } from './transport-defects.js';

/** Everything that is planted. */
export const defects: readonly Defect[] = [
  ...transportDefects,
  ...entityDefects,
  ...listDefects,
  ...statisticsDefects,
  ...exchangeDefects,
];
