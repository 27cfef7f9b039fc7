import { ruleGroups } from './all-rules.js';
import { printSteps } from './print-steps.js';
import type { Rule } from './rule.js';

/** All rules for people at a terminal. */
export function listRules(): string {
  const lines = ruleGroups.flatMap(({ title, rules }) => [
    `${title.zh} · ${title.en}`,
    ...rules.map(({ id, profile, title: { zh, en } }) => `  ${id.padEnd(22)} ${profile}  ${zh} · ${en}`),
    '',
  ]);
  return lines.join('\n');
}

/** All rules as the page `docs/conformance.md`. */
export function printRules(): string {
  const rules = ruleGroups.flatMap((group) => group.rules);
  const full = rules.filter(({ profile }) => profile === 'full').length;
  const counts = `${rules.length} rules, of which ${full} write (\`--profile full\`). · 共 ${rules.length} 条规则，其中 ${full} 条会写入。`;
  const groups = ruleGroups.flatMap(({ title, rules: own }) => [
    `## ${title.en} · ${title.zh}`,
    '',
    ...own.flatMap(printRule),
  ]);
  return `${[INTRODUCTION, '', counts, '', ...groups].join('\n').trimEnd()}\n`;
}

function printRule(rule: Rule): readonly string[] {
  const { id, title, why, cure, profile, needs = [] } = rule;
  const marks = [profile, ...needs.map((need) => `needs: ${NEEDS[need]}`)].join(', ');
  return [
    `### ${id}`,
    '',
    `${title.zh}。 · It ${title.en}. *(${marks})*`,
    '',
    `- why · 为何：${why.zh} · ${why.en}`,
    `- cure · 改正：${cure.zh} · ${cure.en}`,
    ...printSteps(rule).map((line) => `- ${line}`),
    '',
  ];
}

const NEEDS = { passport: 'key of a test gateway', peer: 'keys of a test peer' } as const;

const INTRODUCTION = `# Conformance · 符合性检验

Printed from \`conformance/rules/\` by \`npm run schema\`; not to be edited. Why it is so:
\`docs/decisions/0041-conformance.md\`.

The kit tries any province, in whatever language it is written, by its address alone, against the contract
(\`schema/province.graphql\`) and what gateways rely on beside it. · 检验套件只凭地址即可检验任何语言实现的省级服务。

\`\`\`
npm run conformance -- --url http://127.0.0.1:4101/graphql --province GD
npm run conformance -- --url … --province GD --passport-key FILE                      where passports are asked for
npm run conformance -- --url … --province GD --passport-key FILE --peer ZZ --profile full   with the exchange
npm run conformance -- --make-keys --passport-key FILE --peer ZZ                      makes the keys for it
npm run conformance -- --list                                                         these rules, in short
\`\`\`

| option | says |
|---|---|
| \`--url\`, \`--province\` | where the province serves GraphQL, and its letter code |
| \`--profile read\\|full\` | \`read\` (unless said) changes nothing in the province; \`full\` also delivers letters of the test peer, which stay in the province’s chains, and one of which leaves a task about a fork |
| \`--passport-key FILE\` | private key by which the kit signs passports as a gateway does; the province trusts \`FILE\` with \`.public.json\` at its end (a reference province: \`--passport-keys\`) |
| \`--peer ZZ\`, \`--peer-dir DIR\`, \`--keys DIR\` | the test peer: a code that no province has, the folder of its private keys (\`conformance\` in \`DATA_DIR\`), and the folder of the public keys of provinces, in which the province finds the peer’s and the kit the province’s (\`keys\` in \`DATA_DIR\`) |
| \`--rule ID\` | this rule alone; may be said several times |
| \`--json FILE\`, \`--junit FILE\` | the report for programs and for build servers, beside the text |

Exit code 0: no rule was broken; 1: some were; 2: the kit could not try anything (nobody listens, a key is not trusted). A
rule whose keys are not given, or for which the province has no rows, is skipped and says what it needs: it never counts as
passed. So is one whose question the province refuses with NOT_OFFERED, since it has nothing of the kind. In the report stand the reason in Chinese and English, why it matters, its cure, and what was sent and came, cut and
without passports.

In the steps below \`{{name}}\` stands for what an earlier step kept, \`{{province}}\` for the tried province and
\`{{elsewhere}}\` for another one.`;
