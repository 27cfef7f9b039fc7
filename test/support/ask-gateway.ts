/** An answer as a client reads it. */
export interface GatewayAnswer {
  readonly status: number;
  readonly data?: Readonly<Record<string, never>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly province?: string };
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Posts a GraphQL request to a gateway over a real connection. */
export async function askGateway(
  url: string,
  request: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> | undefined },
  headers: Readonly<Record<string, string>> = {},
): Promise<GatewayAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  const body = (await response.json()) as Omit<GatewayAnswer, 'status'>;
  return { status: response.status, ...body };
}
