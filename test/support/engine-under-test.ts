import { createStockEngine, type Engine } from '../../gateway/operation/engine.js';

/** Creates the engine that the differential tests compare with the monolith. */
export const createEngineUnderTest: (supergraphSdl: string) => Promise<Engine> = (sdl) => createStockEngine(sdl);

/** True while the known defects of @apollo/gateway are left out of the comparison. */
export const hasStockDefects: boolean = true;

/** The data of an answer, which an engine may give as an object or as JSON text. */
export function readData({ data }: { readonly data: unknown }): Readonly<Record<string, unknown>> | null {
  const value: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  return (value ?? null) as Readonly<Record<string, unknown>> | null;
}

/** The data of an answer as JSON text, with its keys in the order in which a client gets them. */
export function dataText({ data }: { readonly data: unknown }): string {
  return typeof data === 'string' ? data : JSON.stringify(data ?? null);
}
