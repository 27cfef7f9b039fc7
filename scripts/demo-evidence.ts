// npm run demo:evidence: against the system that `npm start` has started, a case in Guangdong gets a proof that Hunan
// holds: asked for by the applicant and previewed by him, then by law; and one that nobody has granted.
import { parseArgs } from 'node:util';
import { createEvidenceAgreement, signForAll } from './demo/evidence-agreement.js';
import { findApplicant } from './demo/evidence-applicant.js';
import { EVIDENCE_ITEM, playEvidence } from './demo/play-evidence.js';
import { createSystemStage } from './demo/system-stage.js';

const USAGE = 'Usage: npm run demo:evidence [-- --url http://127.0.0.1:4000/graphql]; start the system first.';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' } } });
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const stage = createSystemStage({ url: values.url, dataDir });
  const say = (line: string): void => void process.stdout.write(`     ${line}\n`);
  const nowMs = Date.now();
  process.stdout.write(
    '\n证明跨省调取：广东的办件，湖南的驾驶证\nEvidence between provinces: a case in Guangdong, a licence of Hunan\n',
  );
  await signForAll(createEvidenceAgreement(EVIDENCE_ITEM, nowMs), dataDir, nowMs);
  const applicant = await findApplicant(stage, dataDir);
  await playEvidence({ stage, applicant, say });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
