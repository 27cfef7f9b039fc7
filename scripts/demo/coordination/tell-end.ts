import { linesOf, readEnding } from '../read-ending.js';
import { sayTitle, type Telling } from './ask-command.js';
import { STATE_SUPERVISOR } from './people.js';

interface Statement {
  readonly statedBy: { readonly code: string };
  readonly kind: string;
  readonly standing: string;
  readonly province: { readonly code: string };
  readonly rule: string | null;
  readonly outcome: string | null;
  readonly workingMinutes: number | null;
  readonly cites: readonly unknown[];
  readonly problems: readonly string[];
}

const REPORT = `query ($no: ID!) { accountabilityReport(collaborationNo: $no) {
  statements { statedBy { code } kind standing province { code } rule outcome workingMinutes cites { __typename } problems }
  pairs { statedBy { code } peer { code } finding } } }`;

/** What the chains prove about who was responsible, and where the case has come to. */
export async function tellEnd(telling: Telling, collaborationNo: string): Promise<void> {
  const { stage, say } = telling;
  sayTitle(telling, '六、追责报告与链条核验', '6. The accountability report, and the chain');
  const { accountabilityReport } = await stage.ask(REPORT, { no: collaborationNo }, STATE_SUPERVISOR);
  const { statements, pairs } = accountabilityReport as {
    readonly statements: readonly Statement[];
    readonly pairs: readonly Readonly<{ statedBy: { code: string }; peer: { code: string }; finding: string }>[];
  };
  for (const { statedBy, kind, standing, province, ...rest } of statements) {
    const minutes = rest.workingMinutes === null ? null : `${rest.workingMinutes} 工作分钟 working minutes`;
    const parts = [`    ${statedBy.code}:`, kind, province.code, rest.rule, rest.outcome, minutes, standing];
    say(`${parts.filter((part) => part !== null).join(' ')}，引 cites ${rest.cites.length}`);
    for (const problem of rest.problems) say(`      ${problem}`);
  }
  for (const { statedBy, peer, finding } of pairs) say(`    ${statedBy.code}–${peer.code} ${finding}`);
  for (const line of linesOf(await readEnding(stage, collaborationNo))) say(line);
}
