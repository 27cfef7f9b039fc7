import { explorerPlugin } from '@graphiql/plugin-explorer';
import { type GraphiQLPlugin, useGraphiQL } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect, useMemo } from 'react';
import { ChartPane } from './chart/chart-pane.js';
import { CollectionsPane } from './collections-pane.js';
import { collections } from './collections.js';
import { createFetcher } from './create-fetcher.js';
import { GapBanner } from './gap-banner.js';
import { useTranslation } from './i18n/use-translation.js';
import { AccessIcon, ChartIcon, CollectionsIcon, PlanIcon, TableIcon } from './icons.js';
import { PageHeader } from './page-header.js';
import { usePageState, useScheme } from './page-state.js';
import { PlanPane } from './plan/plan-pane.js';
import { AccessPane } from './session/access-pane.js';
import type { SharedQuestion } from '../shared/pack-question.js';
import { TablePane } from './table/table-pane.js';

// Titles are English, as GraphiQL keeps the open pane by its title; they are translated with its own texts.
const plugins: GraphiQLPlugin[] = [
  { title: 'Examples', icon: CollectionsIcon, content: CollectionsPane },
  explorerPlugin({ showAttribution: false }),
  { title: 'Table', icon: TableIcon, content: TablePane },
  { title: 'Chart', icon: ChartIcon, content: ChartPane },
  { title: 'Query Plan', icon: PlanIcon, content: PlanPane },
  { title: 'Access', icon: AccessIcon, content: AccessPane },
  HISTORY_PLUGIN,
];

const firstTabs = (collections[0]?.examples ?? []).map(({ query }) => ({ query: `${query}\n` }));

/** GraphiQL with our panes, in the language and the colours of the page. `shared` is the question of a link. */
export function Playground({ shared }: { readonly shared: SharedQuestion | undefined }) {
  const { ask, follow, session, answers } = usePageState();
  const scheme = useScheme();
  useTranslation();
  const fetcher = useMemo(() => createFetcher({ ask, follow, session, answers }), [ask, follow, session, answers]);
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      defaultTabs={firstTabs}
      forcedTheme={scheme}
      // What is typed as a header may be a secret; the pane Access keeps a token in memory, and GraphiQL would not.
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility
      {...(shared === undefined ? {} : { initialQuery: shared.query, initialVariables: shared.variables })}
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      <GraphiQL.Footer>
        <GapBanner />
      </GraphiQL.Footer>
      <PageHeader />
      <TabWatcher />
    </GraphiQL>
  );
}

/** Tells table, chart and plan which tab is in front. */
function TabWatcher() {
  const { answers } = usePageState();
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.id ?? '');
  useEffect(() => answers.show(tab), [answers, tab]);
  return null;
}
