import { inTransaction, isoTime } from '../exchange/desk.js';
import { eachAlone } from '../shared/each-alone.js';
import { forgetContent, isHere, isNeeded } from './content-rows.service.js';
import type { MaterialTables } from './material.entity.js';
import type { SweepDesk } from './sweep-uploads.service.js';

const MAX_CONTENTS = 100;
const DAY_MS = 86_400_000;

// For so long a file is asked for, which is longer than an upload may lie.
const LEFT_AFTER_MS = 30 * DAY_MS;

/** Told of what work about a content throws; the others go on all the same. */
type OnFault = (fault: unknown, digest: string) => void;

/**
 * Erases what is here and no case or leg needs: content of a list that another has replaced, of a fetch that came too
 * late, and what a crash left between a file and its rows.
 */
export async function sweepUnneeded(desk: SweepDesk, onFault: OnFault): Promise<void> {
  let last = '';
  for (let found = await listUnneeded(desk, last); found.length > 0; found = await listUnneeded(desk, last)) {
    await eachAlone(found, (digest) => eraseUnneeded(desk, digest), onFault);
    last = found.at(-1) ?? last;
  }
  await dropNameless(desk, onFault);
  await desk.files.dropLeft(desk.nowMs() - LEFT_AFTER_MS);
}

// By digest, so that what is needed all the same, or does not go, is passed over.
async function listUnneeded({ storage }: SweepDesk, after: string): Promise<readonly string[]> {
  const rows = await storage.em
    .getKysely<MaterialTables>()
    .selectFrom('material')
    .select('digest')
    .where('erased_at', 'is', null)
    .where('digest', '>', after)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('case_material')
            .select('ordinal')
            .whereRef('case_material.digest', '=', 'material.digest')
            .where('case_material.erased_at', 'is', null),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('received_material')
            .select('ordinal')
            .whereRef('received_material.digest', '=', 'material.digest')
            .where('received_material.state', '=', 'VERIFIED')
            .where('received_material.erased_at', 'is', null),
        ),
      ),
    )
    .orderBy('digest')
    .limit(MAX_CONTENTS)
    .execute();
  return rows.map(({ digest }) => digest);
}

function eraseUnneeded({ storage, files, nowMs }: SweepDesk, digest: string): Promise<void> {
  return files.alone(digest, () =>
    inTransaction({ storage }, async (transaction) => {
      if (await isNeeded(transaction, { digest, nowMs: nowMs() })) return;
      await files.dropKept(digest);
      await forgetContent(transaction, digest, isoTime(nowMs()));
    }),
  );
}

async function dropNameless(desk: SweepDesk, onFault: OnFault): Promise<void> {
  const { files, nowMs } = desk;
  for await (const digest of files.listKept()) {
    // Young ones may be on their way to their rows, and are not asked for.
    if (!(await files.isOlder(digest, nowMs() - LEFT_AFTER_MS))) continue;
    const drop = (): Promise<void> =>
      files.alone(digest, async () => {
        if (!(await isHere(desk.storage.em, digest))) await files.dropKept(digest);
      });
    await eachAlone([digest], drop, onFault);
  }
}
