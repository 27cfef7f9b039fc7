import type { Language } from '../../shared/language.js';
import { translate } from './translate-text.js';

const ATTRIBUTES = ['aria-label', 'title', 'placeholder'] as const;

// Code, our own parts, and names of types and fields.
const UNTOUCHED = [
  '[data-own]',
  '.monaco-editor',
  '.graphiql-tab',
  '.graphiql-history-item-label',
  '.graphiql-markdown-description',
  '.graphiql-doc-explorer-type-name',
  '.graphiql-doc-explorer-field-name',
  '.graphiql-doc-explorer-argument-name',
  '.graphiql-explorer-node',
].join(',');

/** Translates what GraphiQL shows inside `root`, now and whenever it changes. Ends when the result is called. */
export function translatePage(root: HTMLElement, language: Language): () => void {
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) translateText(node, language);
    else if (node instanceof Element) translateBelow(node, language);
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') for (const node of addedNodes) visit(node);
      else if (type === 'characterData') translateText(target, language);
      else if (target instanceof Element && !isUntouched(target)) translateAttributes(target, language);
    }
  });
  visit(root);
  observer.observe(root, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: [...ATTRIBUTES],
  });
  return () => observer.disconnect();
}

function translateBelow(root: Element, language: Language): void {
  if (isUntouched(root)) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches(UNTOUCHED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
    if (node instanceof Element) translateAttributes(node, language);
    else replaceText(node, language);
  }
}

function translateText(node: Node, language: Language): void {
  if (node.parentElement !== null && !isUntouched(node.parentElement)) replaceText(node, language);
}

function replaceText(node: Node, language: Language): void {
  const text = node.nodeValue ?? '';
  const translated = translate(text, language);
  if (translated !== text) node.nodeValue = translated;
}

function translateAttributes(element: Element, language: Language): void {
  for (const name of ATTRIBUTES) {
    const text = element.getAttribute(name);
    if (text === null) continue;
    const translated = translate(text, language);
    if (translated !== text) element.setAttribute(name, translated);
  }
}

function isUntouched(element: Element): boolean {
  return element.closest(UNTOUCHED) !== null;
}
