// A program that npm runs ends with it. npm passes a signal to the shell between them, which dies of it and tells nobody:
// whoever stops `npm start` or `npm run gateway` by a signal would leave the program behind, deaf and on its port.
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 500;

if (isMainThread && process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking); // told once: a second signal would cut off what the first has begun to close
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS).unref();
}
