import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ProvincesQuery } from '../operations/answers.js';
import { valueOf } from '../reading/figure.js';
import { usePage } from '../reading/page.js';
import { provinceTiles } from '../reading/province-tiles.js';
import { Section } from '../reading/section.js';
import { TableBehind } from '../reading/table-behind.js';
import { useAnswer } from '../reading/use-answer.js';
import { type MonthReading, readMonths } from './month-line.js';
import { readProvinces } from './province-readings.js';
import { TrendChart, type TrendSeries } from './trend-chart.js';

const codes = provinceTiles.map(({ code }) => code);

/** How satisfied people are, month by month: all provinces, and the chosen one beside them. */
export function SatisfactionTrend({ provinces }: { readonly provinces: ProvincesQuery | undefined }): JSX.Element {
  const { voice, place } = usePage();
  const { words, province } = voice;
  const all = useAnswer('Months', ALL);
  const one = useAnswer('Months', place.province === undefined ? undefined : { provinces: [place.province] });
  const series: readonly TrendSeries[] = useMemo(() => {
    const shown = { name: words.allProvinces, months: readMonths(all.answer, codes), kind: 'all' as const };
    if (place.province === undefined) return [shown];
    const name = province(place.province);
    return [shown, { name, months: readMonths(one.answer, [place.province]), kind: 'one' as const }];
  }, [all.answer, one.answer, place.province, words, province]);
  return (
    <Section
      id="satisfaction"
      title="satisfaction"
      operation="Months"
      variables={place.province === undefined ? ALL : { provinces: [place.province] }}
    >
      <TrendChart series={series} />
      {series.map(({ name, months }) => (
        <MonthTable key={name} name={name} months={months} />
      ))}
      <ProvinceTable provinces={provinces} />
    </Section>
  );
}

const ALL = {};

function MonthTable({
  name,
  months,
}: {
  readonly name: string;
  readonly months: readonly MonthReading[];
}): JSX.Element {
  const { words, numbers, figure } = usePage().voice;
  return (
    <TableBehind
      caption={`${words.satisfaction}: ${name}`}
      columns={[words.month, words.satisfiedShare, words.rated, words.cases]}
      rows={() =>
        months.map(({ month, satisfied, rated, cases }) => [
          numbers.month(month),
          satisfied === undefined ? words.nobodyRated : figure(satisfied, 'share'),
          figure(rated),
          figure(cases),
        ])
      }
    />
  );
}

function ProvinceTable({ provinces }: { readonly provinces: ProvincesQuery | undefined }): JSX.Element {
  const { words, province, figure } = usePage().voice;
  const readings = (): readonly (readonly string[])[] =>
    [...readProvinces(provinces)]
      .sort((a, b) => (valueOf(b.satisfaction.share) ?? -1) - (valueOf(a.satisfaction.share) ?? -1))
      .map(({ code, satisfaction: { share, rated } }) => [
        province(code),
        share === undefined ? words.nobodyRated : figure(share, 'share'),
        figure(rated),
      ]);
  return (
    <TableBehind
      caption={`${words.satisfiedShare}: ${words.province}`}
      columns={[words.province, words.satisfiedShare, words.rated]}
      rows={readings}
    />
  );
}
