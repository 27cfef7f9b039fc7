// What tests of materials begin with: a folder, and an empty database of one province beside it.
import { entities } from '../../subgraphs/province/modules.js';
import type { Manifest } from '../../subgraphs/province/materials/manifest.rules.js';
import { openProvinceDatabase, type ProvinceStorage } from '../../subgraphs/province/storage/orm.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from './material-folder.js';
import { TestDatabases } from './test-databases.js';

/** A province as far as materials need one. Whoever opened it disposes of it. */
export class MaterialPlace implements AsyncDisposable {
  private constructor(
    readonly folder: MaterialFolder,
    readonly storage: ProvinceStorage,
    private readonly databases: TestDatabases,
  ) {}

  static async open(code: string): Promise<MaterialPlace> {
    const folder = createMaterialFolder();
    const databases = new TestDatabases(folder.root);
    const storage = await openProvinceDatabase({ place: databases.placeOf(code), entities });
    return new MaterialPlace(folder, storage, databases);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.storage.close(true);
    await this.databases[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }
}

/** A manifest of these files, copies of photographs that nobody vouches for. */
export function manifestOfFiles(
  contents: readonly Uint8Array[],
  mediaType: Manifest['entries'][number]['mediaType'] = 'image/jpeg',
): Manifest {
  const entries = contents.map((bytes, index) => ({
    ...{ ordinal: index + 1, name: '照片', digest: digestOf(bytes), size: bytes.length, mediaType },
    ...({ grade: 'C', certifiedBy: null } as const),
  }));
  return { version: 1, entries, papers: [] };
}
