import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './network.js';

/** Throws {@link StartError} when nobody can listen on the port, before any time is spent on seeding. */
export async function assertPortFree(port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError(`PORT=${process.env['PORT'] ?? ''} is not a port. Give PORT a number from 0 to 65535.`);
  }
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
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
