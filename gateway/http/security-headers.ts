/**
 * What a browser must not do with an answer that is data: guess another type, run or frame it, embed it in a page of
 * another site, tell where it came from, or keep it, since it belongs to the one who asked. Pages have rules of their own.
 */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;
