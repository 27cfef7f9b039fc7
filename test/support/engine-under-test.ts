import { createCompiledEngine } from '../../gateway/operation/engine/compiled-engine.js';
import type { Engine } from '../../gateway/operation/engine/engine.js';
import { createInlinePlanner } from '../../gateway/operation/engine/planner.js';

/** Creates the engine that the differential tests compare with the monolith. */
export const createEngineUnderTest: (supergraphSdl: string) => Promise<Engine> = (sdl) =>
  Promise.resolve(createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) }));
