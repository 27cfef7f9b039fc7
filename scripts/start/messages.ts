/** What a child process of `npm start` tells its parent. */
export type ChildMessage =
  | { readonly kind: 'seeding'; readonly name: string; readonly done: number; readonly total: number }
  | { readonly kind: 'listening'; readonly name: string; readonly url: string }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'stopped'; readonly name: string }
  | { readonly kind: 'failed'; readonly problem: string };

/**
 * What the parent asks of a host: to stop one province, as a failure to try out; to start it again; to let its provinces
 * tell each other by way of a gateway.
 */
export type HostCommand =
  | { readonly kind: 'stop' | 'start'; readonly code: string }
  | { readonly kind: 'gateway'; readonly url: string };

/** True for a message of ours; the channel belongs to our own children, so the kind is enough. */
export function isChildMessage(value: unknown): value is ChildMessage {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
