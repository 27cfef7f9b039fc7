import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AskGraph } from '../shared/ask-graph.js';
import type { ColorScheme } from '../shared/color-scheme.js';
import type { LanguageChoice } from '../shared/language.js';
import { CasesSection } from './cases/cases-section.js';
import { GuideFinder } from './guide/guide-finder.js';
import { LinkageSection } from './linkage/linkage-section.js';
import { PageHead } from './page-head.js';
import type { Timers } from './reading/coalesce.js';
import { type Page, PageContext } from './reading/page.js';
import { type Place, readPlace, writePlace } from './reading/place.js';
import { useAnswer } from './reading/use-answer.js';
import { useChoice } from './reading/use-choice.js';
import { createVoice } from './reading/voice.js';
import { StandingLine } from './standing-line.js';
import { OverdueCards } from './trends/overdue-cards.js';
import { SatisfactionTrend } from './trends/satisfaction-trend.js';
import { TotalCards } from './trends/total-cards.js';

interface Props {
  readonly ask: AskGraph;
  readonly timers: Timers;
  readonly language: LanguageChoice;
  readonly scheme: ColorScheme;
}

/** The whole page. */
export function Dashboard({ ask, timers, language, scheme }: Props): JSX.Element {
  const spoken = useChoice(language);
  const voice = useMemo(() => createVoice(spoken), [spoken]);
  const [place, go] = usePlace();
  useEffect(() => {
    document.title = voice.words.title;
  }, [voice]);
  const page: Page = useMemo(() => ({ ask, timers, voice, place, go }), [ask, timers, voice, place, go]);
  return (
    <PageContext.Provider value={page}>
      <PageHead language={language} scheme={scheme} />
      <Sections />
    </PageContext.Provider>
  );
}

function Sections(): JSX.Element {
  const provinces = useAnswer('Provinces', NO_VARIABLES);
  const flows = useAnswer('Flows', NO_VARIABLES);
  const refresh = (): void => {
    provinces.refresh();
    flows.refresh();
  };
  return (
    <main id="content" tabIndex={-1}>
      <StandingLine asked={[provinces, flows]} refresh={refresh} />
      <TotalCards provinces={provinces.answer} flows={flows.answer} />
      <LinkageSection provinces={provinces.answer} flows={flows.answer} />
      <CasesSection />
      <GuideFinder />
      <OverdueCards provinces={provinces.answer} />
      <SatisfactionTrend provinces={provinces.answer} />
    </main>
  );
}

const NO_VARIABLES = {};

/** Where somebody is; written into the address, so that it can be sent to others, and read from it when it changes. */
function usePlace(): readonly [Place, (change: Place) => void] {
  const [place, set] = useState(() => readPlace(window.location.hash));
  useEffect(() => {
    const moved = (): void => {
      // A link to a part of the page is no place of ours.
      if (/=/.test(window.location.hash) || window.location.hash === '') set(readPlace(window.location.hash));
    };
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  const go = useMemo(
    () => (change: Place) =>
      set((before) => {
        const next = { ...before, ...change };
        window.history.replaceState(
          null,
          '',
          `${window.location.pathname}${window.location.search}${writePlace(next)}`,
        );
        return next;
      }),
    [],
  );
  return [place, go];
}
