/** True for the secret of somebody who asks as nobody known. */
export function isSecret(text: unknown): text is string {
  return typeof text === 'string' && text.length >= 16 && text.length <= 128 && text.isWellFormed();
}
