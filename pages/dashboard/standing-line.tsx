import type { JSX } from 'preact';
import { provinceTiles } from './reading/province-tiles.js';
import { findAbsences, type Standing } from './reading/figure.js';
import { usePage } from './reading/page.js';
import type { Asked } from './reading/use-answer.js';

/** What an answer says of itself: as of when its numbers are, and who stands behind them. */
interface Table extends Standing {
  readonly asOf: string | null;
  readonly lastMonth: string | null;
}

interface Props {
  readonly asked: readonly Asked<{ readonly caseStatistics: Table }>[];
  readonly refresh: () => void;
}

const codes = provinceTiles.map(({ code }) => code);

/** As of when the numbers are, who is missing from them, and whether the last refresh failed. */
export function StandingLine({ asked, refresh }: Props): JSX.Element {
  const { voice } = usePage();
  const { words, numbers } = voice;
  const table = asked[0]?.answer?.caseStatistics;
  const at = Math.min(...asked.flatMap((one) => one.at ?? []));
  const failure = asked.find((one) => one.failure !== undefined)?.failure;
  const absences = findAbsences(codes, table);
  return (
    <div class="standing">
      <p role="status">
        {table === undefined
          ? failure === undefined
            ? words.loading
            : null
          : standingText(voice, { answered: codes.length - absences.size, at, ...table })}
      </p>
      {failure !== undefined && (
        <p role="alert" class="alarm">
          {failureText(voice, Number.isFinite(at) ? at : undefined)} <code>{failure.code}</code>
        </p>
      )}
      {table !== undefined && absences.size > 0 && (
        <details>
          <summary>{absentText(voice, absences.size)}</summary>
          <ul class="inline">
            {[...absences].map(([code, why]) => (
              <li key={code}>
                {voice.province(code)}
                <small> {voice.why(why)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      <button class="refresh" onClick={refresh} title={Number.isFinite(at) ? numbers.clock(at) : undefined}>
        {words.refresh}
      </button>
    </div>
  );
}

type Voice = ReturnType<typeof usePage>['voice'];

interface Facts extends Pick<Table, 'asOf' | 'lastMonth'> {
  readonly answered: number;
  readonly at: number;
}

function standingText({ language, numbers }: Voice, { answered, at, asOf, lastMonth }: Facts): string {
  const [day, month] = [asOf === null ? undefined : numbers.day(asOf), lastMonth && numbers.month(lastMonth)];
  if (language === 'zh') {
    const counted = day === undefined ? '' : `统计截至 ${day} 零时${month ? `，计至 ${month}` : ''}；`;
    return `${counted}32 省中 ${String(answered)} 省作答；${numbers.clock(at)} 读取。`;
  }
  const counted = day === undefined ? '' : `Counted as of ${day}, 00:00${month ? `, up to ${month}` : ''}. `;
  return `${counted}${String(answered)} of 32 provinces answer. Read at ${numbers.clock(at)}.`;
}

function absentText({ language, numbers }: Voice, count: number): string {
  if (language === 'zh') return `缺 ${numbers.count(count)} 省：其数据在各图中以斜线标示，不按零计`;
  return `${numbers.count(count)} ${numbers.isOne(count) ? 'province is' : 'provinces are'} missing: hatched in the charts, never counted as zero`;
}

function failureText({ language, numbers }: Voice, at: number | undefined): string {
  if (language === 'zh')
    return at === undefined ? '读取失败，稍后重试。' : `刷新失败，以下仍为 ${numbers.clock(at)} 的数据。`;
  return at === undefined
    ? 'Nothing could be read; trying again soon.'
    : `The last refresh failed; what you see is of ${numbers.clock(at)}.`;
}
