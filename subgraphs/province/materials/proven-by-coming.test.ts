import { expect, it } from '@jest/globals';
import { createMaterialFolder } from '../../../test/support/material-folder.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { openStorage } from '../../server/storage.js';
import { entities } from '../modules.js';
import { openProvinceDatabase, provinceMigrations } from '../storage/orm.js';
import type { MaterialTables } from './material.entity.js';

const AT = '2026-03-02T02:00:00.000Z';

it('carries over as proof only what was not merely listed', async () => {
  using folder = createMaterialFolder();
  await using databases = new TestDatabases(folder.root);
  const place = databases.placeOf('GD');
  const before = provinceMigrations.findIndex(({ name }) => name === '0025-proven-by-coming');
  const migrations = provinceMigrations.slice(0, before);
  const earlier = await openStorage({ place, entities, migrations, synchronous: 'full' });
  const db = earlier.em.getKysely<MaterialTables>();
  const listed = { addressee: 'SC', digest: 'a', collaboration_no: 'C-1', listed_at: AT };
  await db.insertInto('listed_material').values(listed).execute();
  const proven = ['SC a', 'SC b', 'HN a'].map((text) => text.split(' '));
  for (const [province = '', digest = ''] of proven)
    await db.insertInto('proven_content').values({ province, digest, proven_at: AT }).execute();
  await earlier.close(true);

  const storage = await openProvinceDatabase({ place, entities });
  const rows = storage.em.getKysely<MaterialTables>().selectFrom('proven_content').select(['province', 'digest']);
  const left = await rows.orderBy('province').execute();
  await storage.close(true);

  expect(left).toEqual([
    { province: 'HN', digest: 'a' },
    { province: 'SC', digest: 'b' },
  ]);
});
