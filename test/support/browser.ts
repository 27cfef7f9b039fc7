export { type Browser, findChromium, type Page, startBrowser, type View } from '../../scripts/pages/browser.js';
