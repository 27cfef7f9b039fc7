import { createCompiledEngine } from '../../gateway/operation/engine/compiled-engine.js';
import type { Engine } from '../../gateway/operation/engine/engine.js';
import { createInlinePlanner } from '../../gateway/operation/engine/planner.js';

/** Creates the engine that the differential tests compare with the monolith. */
export const createEngineUnderTest: (supergraphSdl: string) => Promise<Engine> = (sdl) =>
  Promise.resolve(createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) }));

/** True while the known defects of @apollo/gateway are left out of the comparison. */
export const hasStockDefects: boolean = false;

/** The data of an answer, which an engine may give as an object or as JSON text. */
export function readData({ data }: { readonly data: unknown }): Readonly<Record<string, unknown>> | null {
  const value: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  return (value ?? null) as Readonly<Record<string, unknown>> | null;
}

/** The data of an answer as JSON text, with its keys in the order in which a client gets them. */
export function dataText({ data }: { readonly data: unknown }): string {
  return typeof data === 'string' ? data : JSON.stringify(data ?? null);
}
