import { sealedTables } from './modules.js';
import { createMaterialFiles } from './storage/material-files.js';
import type { ProvinceStorage } from './storage/orm.js';
import { keysInUse, resealTables } from './storage/reseal.js';
import { openSealing } from './storage/sealing.js';
import { addSecretKey } from './storage/secret-keys.js';

/** What a rotation has come to. */
export interface Rotation {
  /** Under which everything is sealed. */
  readonly keyId: string;
  /** Those that nothing needs any more. */
  readonly oldKeyIds: readonly string[];
  /** How many rows and files were sealed anew. */
  readonly rows: number;
  readonly files: number;
}

/**
 * Gives a province a new key for data of persons, and seals all of them under it, rows and files, while it serves:
 * processes follow the file of keys. When an earlier rotation was broken off, that one is brought to its end, and no key is added.
 */
export async function rotateSealing({
  sealingFile,
  materials,
  open,
}: {
  readonly sealingFile: string;
  /** The folder of its materials. */
  readonly materials: string;
  readonly open: () => Promise<ProvinceStorage>;
}): Promise<Rotation> {
  const sealing = openSealing(sealingFile);
  const files = createMaterialFiles(materials, sealing);
  const storage = await open();
  try {
    const areRowsOlder = [...(await keysInUse(storage, sealedTables))].some((id) => id !== sealing.keyId);
    const isUnfinished = areRowsOlder || (await files.hasOlder());
    if (!isUnfinished) addSecretKey(sealingFile);
    const rows = await resealTables({ storage, sealing, tables: sealedTables });
    const sealedFiles = await files.reseal();
    const { keyId, keyIds } = sealing;
    return { keyId, rows, files: sealedFiles, oldKeyIds: keyIds.filter((id) => id !== keyId) };
  } finally {
    await storage.close(true);
  }
}
