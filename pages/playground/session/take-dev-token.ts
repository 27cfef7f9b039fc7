/** As whom one wants to try. */
export interface Wish {
  readonly role: string;
  readonly province: string | undefined;
}

/** Asks the gateway for a token of its built-in issuer. Rejects with what the gateway says when there is none. */
export async function takeDevToken({ role, province }: Wish): Promise<string> {
  const response = await fetch('dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, province }),
    credentials: 'omit',
  });
  const answer = (await response.json()) as {
    readonly token?: string;
    readonly message?: string;
    readonly errors?: readonly { readonly message: string }[];
  };
  if (answer.token === undefined) throw new Error(answer.errors?.[0]?.message ?? answer.message ?? '');
  return answer.token;
}
