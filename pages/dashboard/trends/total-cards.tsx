import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { readFlows } from '../linkage/flow-table.js';
import type { FlowsQuery, ProvincesQuery } from '../operations/answers.js';
import { type Figure, findAbsences } from '../reading/figure.js';
import { FigureValue } from '../reading/figure-value.js';
import { usePage } from '../reading/page.js';
import { provinceTiles } from '../reading/province-tiles.js';
import { Section } from '../reading/section.js';
import { readTotal } from './province-readings.js';

interface Props {
  readonly provinces: ProvincesQuery | undefined;
  readonly flows: FlowsQuery | undefined;
}

const codes = provinceTiles.map(({ code }) => code);

/** The four numbers that everybody asks for first. */
export function TotalCards({ provinces, flows }: Props): JSX.Element {
  const { words } = usePage().voice;
  const total = readTotal(provinces);
  const across = useMemo(() => readAcross(flows), [flows]);
  const cards: readonly (readonly [string, Figure | undefined, 'count' | 'share'])[] = [
    [words.allCases, total.cases, 'count'],
    [words.acrossCases, across, 'count'],
    [words.overdueShare, total.lateness.share, 'share'],
    [words.satisfiedShare, total.satisfaction.share, 'share'],
  ];
  return (
    <Section id="totals" title="totals" operation="Provinces">
      <dl class="totals">
        {cards.map(([name, figure, form]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <FigureValue figure={figure} form={form} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Cases between provinces: a lower bound as soon as one pair of those who answered is not published. */
function readAcross(flows: FlowsQuery | undefined): Figure {
  const absences = findAbsences(codes, flows?.caseStatistics);
  if (absences.size === codes.length) {
    const why = [...absences.values()].find((one) => one !== 'NOT_TAKING_PART') ?? 'NOT_TAKING_PART';
    return { kind: 'missing', why };
  }
  const isLowerBound = flows?.caseStatistics.rows.some(({ suppressedIn }) => suppressedIn > 0) ?? false;
  return { kind: 'known', value: readFlows(flows).across, isLowerBound };
}
