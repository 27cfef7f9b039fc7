// The gateway of Mercurius, with compiled operations and the caller's Authorization handed on.
import { readFileSync } from 'node:fs';
import mercuriusGateway from '@mercuriusjs/gateway';
import fastify from 'fastify';

const [servicesFile, port] = process.argv.slice(2);

const app = fastify();
await app.register(mercuriusGateway, {
  gateway: {
    services: JSON.parse(readFileSync(servicesFile, 'utf8')).map(({ name, url, sdl }) => ({
      name,
      url,
      schema: sdl,
      mandatory: true,
      rewriteHeaders: ({ authorization } = {}) => (authorization ? { authorization } : {}),
    })),
  },
  jit: 1,
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
