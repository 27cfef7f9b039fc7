// Hive Gateway at its fastest: compiled documents (--jit on the command line), identical requests in flight answered
// once, and the caller's Authorization handed on.
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({
  inboundInflightRequestDeduplication: true,
  logging: 'error',
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization');
      return authorization ? { authorization } : {};
    },
  },
});
