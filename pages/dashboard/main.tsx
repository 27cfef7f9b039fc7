import { render } from 'preact';
import { createAskGraph } from '../shared/ask-graph.js';
import { openColorScheme } from '../shared/color-scheme.js';
import { openLanguage } from '../shared/language.js';
import { Dashboard } from './dashboard.js';
import './styles/page.css';
import './styles/charts.css';

const page = document.getElementById('page');
if (page === null) throw new Error('The page has no place for what it shows.');
// Everybody may read what stands here, so nobody shows a token.
const ask = createAskGraph({ token: undefined }, (url, init) => fetch(url, init));
const timers = {
  now: () => Date.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
render(<Dashboard {...{ ask, timers }} language={openLanguage(window)} scheme={openColorScheme(window)} />, page);
