// Without the fonts of GraphiQL, a third of a megabyte that has no Chinese: the system has fonts that match both.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { createAskGraph } from '../shared/ask-graph.js';
import { openColorScheme } from '../shared/color-scheme.js';
import { openLanguage } from '../shared/language.js';
import { createAnswers } from './answers.js';
import { createFollowGraph } from './follow-graph.js';
import { type PageState, PageStateProvider } from './page-state.js';
import { Playground } from './playground.js';
import { openSession } from './session/session.js';
import { readShareLink } from './share-link.js';
import { provideWorkers } from './workers.js';

const page = document.getElementById('page');
if (page === null) throw new Error('The page has no place for what it shows.');
provideWorkers();
const holder = { token: undefined };
const state: PageState = {
  language: openLanguage(window),
  scheme: openColorScheme({
    matchMedia: (query) => window.matchMedia(query),
    document,
    localStorage: window.localStorage,
  }),
  holder,
  ask: createAskGraph(holder, (url, init) => fetch(url, init)),
  follow: createFollowGraph(holder, (url, init) => fetch(url, init)),
  session: openSession(holder),
  answers: createAnswers(),
};
createRoot(page).render(
  <PageStateProvider value={state}>
    <Playground shared={readShareLink(location.hash)} />
  </PageStateProvider>,
);
