import type { TracingOptions } from './config.js';
import type { Traced, Tracing } from './tracing.js';

/** Starts tracing. What it needs is loaded here, and nowhere without it. */
export async function startTracing(options: TracingOptions, traced: Traced): Promise<Tracing> {
  const { createOtlpTracing } = await import('./otlp-tracing.js');
  return createOtlpTracing(options, traced);
}
