import type { ComponentChildren, JSX } from 'preact';
import { LegRole } from '../../../schema/case-lists.js';
import { ResultReturn } from '../../../schema/linkage-lists.js';
import type { GuideQuery, LabelsQuery } from '../operations/answers.js';
import { usePage } from '../reading/page.js';

type Guide = Extract<GuideQuery['guide'], { readonly __typename: 'Guide' }>;

interface Props {
  readonly guide: Guide;
  /** What its codes mean; undefined while the national data are missing. */
  readonly labels: LabelsQuery | undefined;
}

/** What to bring, under which conditions, at what price, how long it takes and where. */
export function GuideResult({ guide, labels }: Props): JSX.Element {
  const { voice } = usePage();
  const { words, label, pick } = voice;
  const caveats = (guide.standard.caveats ?? []).map((code) => labelIn(voice, labels?.caveats, code));
  return (
    <article class="guide">
      <h3>{pick(guide.standard.nameZh, guide.standard.nameEn)}</h3>
      <dl>
        <dt>{words.mode}</dt>
        <dd>{labelIn(voice, labels?.modes, guide.mode)}</dd>
        <dt>{words.authority}</dt>
        <dd>{pick(guide.authority.nameZh, guide.authority.nameEn)}</dd>
        <dt>{words.result}</dt>
        <dd>{guide.result.name}</dd>
        <dt>{words.returned}</dt>
        <dd>{guide.returns.map((one) => label(ResultReturn, one)).join('; ')}</dd>
      </dl>
      <Part title={words.materials} empty={words.noMaterials}>
        {guide.materials.map((material) => (
          <Material key={material.name} material={material} labels={labels} />
        ))}
      </Part>
      <Part title={words.conditions} empty={words.none}>
        {guide.acceptanceConditions.map((condition) => (
          <li key={condition}>{condition}</li>
        ))}
      </Part>
      <Part title={words.fees} empty={words.free}>
        {guide.fees.map(({ name, amountFen, basis, reducible }) => (
          <li key={name}>
            {`${name}: ${voice.numbers.yuan(amountFen)}${reducible ? ` (${words.reducible})` : ''}`}{' '}
            <small>{basis}</small>
          </li>
        ))}
      </Part>
      <Part title={words.limits} empty={words.none}>
        {guide.legs.map((leg) => (
          <Leg key={leg.key} leg={leg} />
        ))}
      </Part>
      <Part title={words.windows} empty={words.noWindows}>
        {guide.receivingItem?.windows.map(({ nameZh, address, hours, phone }) => (
          <li key={`${nameZh} ${address}`}>
            <strong>{nameZh}</strong> {address} <small>{`${hours} · ${phone}`}</small>
          </li>
        )) ?? []}
      </Part>
      {caveats.length > 0 && <p class="note">{`${words.caveats}: ${caveats.join('; ')}`}</p>}
    </article>
  );
}

type LabelList = LabelsQuery['modes'] | undefined;

// The lists are asked for, since all of them together weigh more than the page; a code stands where they are missing.
function labelIn({ pick }: ReturnType<typeof usePage>['voice'], list: LabelList, code: string): string {
  const found = list?.entries.find(({ name }) => name === code);
  return found === undefined ? code : pick(found.labelZh, found.labelEn);
}

interface PartProps {
  readonly title: string;
  readonly empty: string;
  readonly children: readonly ComponentChildren[];
}

function Part({ title, empty, children }: PartProps): JSX.Element {
  return (
    <>
      <h4>{title}</h4>
      {children.length === 0 ? <p class="note">{empty}</p> : <ul>{children}</ul>}
    </>
  );
}

interface MaterialProps {
  readonly material: Guide['materials'][number];
  readonly labels: LabelsQuery | undefined;
}

function Material({ material, labels }: MaterialProps): JSX.Element {
  const { voice } = usePage();
  const { words, language } = voice;
  const { name, required, form, source, issuingBody, originals, copies, note } = material;
  const facts = [
    labelIn(voice, labels?.forms, form),
    ...(originals > 0 ? [`${words.originals} ${originals}`] : []),
    ...(copies > 0 ? [`${words.copies} ${copies}`] : []),
    labelIn(voice, labels?.sources, source),
    ...(issuingBody === null ? [] : [`${words.issuedBy} ${issuingBody}`]),
    ...(note === null ? [] : [note]),
  ];
  return (
    <li>
      <strong>{name}</strong> <span class="badge">{required ? words.required : words.optional}</span>{' '}
      <small>{facts.join(language === 'zh' ? '；' : '; ')}</small>
    </li>
  );
}

function Leg({ leg }: { readonly leg: Guide['legs'][number] }): JSX.Element {
  const { voice } = usePage();
  const { words, numbers, label, pick, province } = voice;
  const { value, unit, note } = leg.limit;
  const days = `${numbers.count(value)} ${unit === 'WORKING_DAY' ? words.workingDays : words.calendarDays}`;
  return (
    <li>
      <strong>{leg.province === null ? words.onRoute : province(leg.province.code)}</strong>{' '}
      {pick(leg.nameZh, leg.nameEn)} <small>{label(LegRole, leg.role)}</small> {value === 0 ? words.atOnce : days}
      {note !== null && <small>{` ${note}`}</small>}
      {leg.dueAt !== null && <small>{` · ${words.due} ${numbers.day(leg.dueAt)}`}</small>}
    </li>
  );
}
