// A thread that plans operations over one supergraph; see planner-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { PlannerAnswer, PlannerQuestion } from './planner-thread.js';
import { createPlanOperation, type PlanOperation } from './plan-operation.js';

const tell = (message: PlannerAnswer): void => parentPort?.postMessage(message);

function load(): PlanOperation | undefined {
  try {
    return createPlanOperation(String(workerData));
  } catch (error) {
    tell({ kind: 'refused', message: messageOf(error) });
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const planner = load();
if (planner !== undefined) {
  parentPort?.on('message', ({ id, document }: PlannerQuestion) => {
    try {
      tell({ kind: 'planned', id, plan: planner.plan(document) });
    } catch (error) {
      tell({ kind: 'failed', id, message: messageOf(error) });
    }
  });
  tell({ kind: 'ready', apiSdl: planner.apiSdl });
}
