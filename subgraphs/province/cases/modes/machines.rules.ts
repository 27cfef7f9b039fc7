import type { Machine } from '../machine/machine.rules.js';
import { deliverLeg } from './deliver-leg.rules.js';
import { handleLeg } from './handle-leg.rules.js';
import { jointCase } from './joint-case.rules.js';
import { jointLeg } from './joint-leg.rules.js';
import { onlineCase } from './online.rules.js';
import { receiveLeg } from './receive-leg.rules.js';

/** Every state machine of cases and legs. */
export const machines: readonly Machine[] = [onlineCase, receiveLeg, handleLeg, deliverLeg, jointCase, jointLeg];
