import { startChild, type StartedChild } from './child-process.js';

/** Starts the bare proxy: each request to it sends `body` to all of these URLs, and it joins the answers. */
export async function startProxy(
  urls: readonly string[],
  body: string,
): Promise<StartedChild<{ readonly url: string }>> {
  return await startChild('scripts/bench/proxy.ts', [JSON.stringify({ urls, body })]);
}
