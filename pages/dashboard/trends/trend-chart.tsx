import type { JSX } from 'preact';
import { valueOf } from '../reading/figure.js';
import { usePage } from '../reading/page.js';
import { drawTrend, leastShare, type MonthReading } from './month-line.js';

/** A line of the chart. */
export interface TrendSeries {
  readonly name: string;
  readonly months: readonly MonthReading[];
  readonly kind: 'all' | 'one';
}

const FRAME = { width: 560, height: 160 };
const EDGE = { left: 52, top: 12, right: 16, bottom: 28 };

/** Shares of satisfied people over months. What is not known is a gap under a mark, never a point at zero. */
export function TrendChart({ series }: { readonly series: readonly TrendSeries[] }): JSX.Element {
  const { words, numbers } = usePage().voice;
  const shares = series.map(({ months }) => months.map(({ satisfied }) => valueOf(satisfied)));
  const least = leastShare(shares.flat());
  const months = series[0]?.months ?? [];
  const step = months.length > 1 ? FRAME.width / (months.length - 1) : 0;
  const box = `0 0 ${EDGE.left + FRAME.width + EDGE.right} ${EDGE.top + FRAME.height + EDGE.bottom}`;
  return (
    <figure class="trend">
      <svg
        role="img"
        aria-label={series.map((one) => summaryOf(one, words.satisfaction, numbers.share)).join('; ')}
        viewBox={box}
      >
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="hatch-line" width="2" height="6" />
          </pattern>
        </defs>
        <g transform={`translate(${EDGE.left} ${EDGE.top})`}>
          <Rules least={least} />
          {months.map(({ month, satisfied }, index) => (
            <g key={month} transform={`translate(${index * step} 0)`}>
              {satisfied?.kind === 'missing' && (
                <rect class="gap" x={-step / 2} width={step} height={FRAME.height} fill="url(#hatch)" />
              )}
              {satisfied?.kind === 'hidden' && (
                <text class="gap-mark" y={FRAME.height - 6} text-anchor="middle">
                  ··
                </text>
              )}
              {index % 3 === (months.length - 1) % 3 && (
                <text y={FRAME.height + 18} text-anchor="middle">
                  {month}
                </text>
              )}
            </g>
          ))}
          {series.map((one, index) => (
            <Line key={one.kind} series={one} shares={shares[index] ?? []} least={least} />
          ))}
        </g>
      </svg>
      <figcaption>
        {series.map(({ name, kind }) => (
          <span key={kind} class={`key is-${kind}`}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** Lines that the eye follows, with their shares. */
function Rules({ least }: { readonly least: number }): JSX.Element {
  const { numbers } = usePage().voice;
  return (
    <>
      {[1, (1 + least) / 2, least].map((share) => {
        const y = (FRAME.height * (1 - share)) / (1 - least);
        return (
          <g key={share}>
            <line class="rule" x2={FRAME.width} y1={y} y2={y} />
            <text x={-6} y={y} text-anchor="end" dominant-baseline="middle">
              {numbers.share(share)}
            </text>
          </g>
        );
      })}
    </>
  );
}

interface LineProps {
  readonly series: TrendSeries;
  readonly shares: readonly (number | undefined)[];
  readonly least: number;
}

function Line({ series, shares, least }: LineProps): JSX.Element {
  const { numbers } = usePage().voice;
  const { segments, dots } = drawTrend(shares, { ...FRAME, least });
  return (
    <g class={`line is-${series.kind}`}>
      {segments.map((path) => (
        <path key={path} d={path} />
      ))}
      {dots.map(({ x, y, index }) => (
        <circle key={index} cx={x} cy={y} r={3}>
          <title>{`${series.name}, ${numbers.month(series.months[index]?.month ?? '')}: ${numbers.share(shares[index] ?? 0)}`}</title>
        </circle>
      ))}
    </g>
  );
}

function summaryOf({ name, months }: TrendSeries, title: string, share: (value: number) => string): string {
  const known = months.flatMap(({ month, satisfied }) => {
    const value = valueOf(satisfied);
    return value === undefined ? [] : [`${month} ${share(value)}`];
  });
  return `${title}, ${name}: ${known.slice(-3).join(', ') || '—'}`;
}
