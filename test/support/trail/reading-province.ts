// One province as a process of its own, which answers whoever shows a passport, and can be killed at any instant.
import { provinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';
import type { DatabasePlace } from '../../../subgraphs/server/database.js';

/** What the process needs to know. */
export interface ReadingTask {
  readonly code: string;
  readonly dataDir: string;
  readonly database: DatabasePlace;
  readonly passportKeysFile: string;
}

const { code, passportKeysFile, ...place } = JSON.parse(process.argv[2] ?? '{}') as ReadingTask; // written by the test
const checkPassport = openPassportCheck({ file: passportKeysFile });
const shared = provinceRuntime();
const province = await startProvince({ instance: readInstance(code), ...place, port: 0, shared, checkPassport });
process.once('disconnect', () => process.exit(0));
process.send?.({ url: province.url });
