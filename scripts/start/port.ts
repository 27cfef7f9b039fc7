import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './network.js';

/**
 * Reads a port and tries whether one can listen on it, before any time is spent on seeding. 0 lets the system choose.
 * Throws {@link StartError} with what to do.
 */
export async function readFreePort(text: string): Promise<number> {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new StartError(`PORT=${text} is not a port. Give PORT a number from 0 to 65535.`);
  }
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    return port;
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw new StartError(
      isTaken
        ? `Port ${port} is taken by another program, perhaps another Tongban. Stop it, or choose another: PORT=${port + 1} npm start.`
        : `Port ${port} cannot be opened (${String(error)}). Choose another: PORT=${port + 1} npm start.`,
    );
  } finally {
    probe.close();
  }
}

/** The first port from here on that nobody listens on at this moment. Throws {@link StartError} when there is none. */
export async function findPortFrom(first: number): Promise<number> {
  for (let port = first; port <= 65_535; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new StartError(`No port from ${first} on is free.`);
}

async function isFree(port: number): Promise<boolean> {
  try {
    await readFreePort(String(port));
    return true;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return false;
  }
}
