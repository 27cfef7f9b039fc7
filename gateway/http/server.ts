import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { fastify, type FastifyInstance } from 'fastify';
import type { Authenticate } from '../auth/authenticate.js';
import type { ExplanationRule } from '../auth/refuse-explanation.js';
import type { IntrospectionRule } from '../auth/refuse-schema.js';
import type { EventWriterOptions } from '../../schema/event-stream.js';
import { ConfigurationError, type Fault } from '../errors.js';
import type { ExportLimits } from '../export/limit-exports.js';
import type { StartExport } from '../export/run-export.js';
import type { TlsFiles } from '../../settings/tls-files.js';
import type { Log } from '../../telemetry/log.js';
import type { GatewayMeters } from '../observability/gateway-metrics.js';
import type { RunOperation } from '../operation/run-operation.js';
import type { RunStream } from '../operation/run-stream.js';
import type { SharedTexts } from '../resilience/redis-texts.js';
import { createAnswerStream } from './answer-stream.js';
import { createReadAddress } from './client-address.js';
import { registerCrossOrigin } from './cross-origin.js';
import { createDrain, type Drain } from './drain.js';
import { createGraphDoor, type GraphDoor } from './graph-door.js';
import { registerExport } from './export-route.js';
import { registerFaults, registerGraphQL, URL_OF_GRAPH } from './graphql-route.js';
import { registerHealth } from './health.js';
import { refuseMessage } from './refuse-message.js';
import { openServer } from './open-server.js';
import { createFindDocument, type PersistedDocuments } from './persisted-documents.js';
import { registerSchema } from './schema-route.js';
import { securityHeaders } from './security-headers.js';

export interface HttpServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly bodyLimitBytes: number;
  /** How long a request may take to arrive, headers and body together. */
  readonly requestTimeoutMs: number;
  /** How long one operation may take. */
  readonly operationTimeoutMs: number;
  /** How long requests in flight may take to finish when the server closes. */
  readonly drainMs: number;
  /** To whom answers may say how they came about: which provinces were asked, and how long each took. */
  readonly explanations: ExplanationRule;
  /** To whom the schema is shown. */
  readonly introspection: IntrospectionRule;
  /** How many proxies stand between clients and this server, each of which says in `X-Forwarded-For` who asks it. */
  readonly trustedProxies: number;
  /** Origins whose pages may ask the graph. */
  readonly corsOrigins: readonly string[];
  /** True when nothing but persisted documents is executed. */
  readonly documentsOnly: boolean;
  /** What exports may take. */
  readonly exports: ExportLimits;
  /** How often an event stream says that it is alive, and how long its reader may take nothing in. */
  readonly live: EventWriterOptions;
  /** Serves HTTPS with these; HTTP unless given. */
  readonly tls?: TlsFiles | undefined;
}

export interface HttpServerDependencies {
  readonly authenticate: Authenticate;
  readonly runOperation: RunOperation;
  readonly startExport: StartExport;
  readonly runStream: RunStream;
  /** The schema that clients see at this moment, as SDL. */
  readonly schemaSdl: () => string;
  /** The documents that clients may name by id, at this moment. */
  readonly currentDocuments: () => PersistedDocuments;
  /** What clients have sent to other gateways; undefined when this one is alone. */
  readonly sharedQueries: SharedTexts | undefined;
  readonly log: Log;
  /** Undefined where nothing is counted. */
  readonly meters?: GatewayMeters | undefined;
  /** Adds the pages to the server; the server itself knows none of them. */
  registerPages(app: FastifyInstance): void;
}

/** The open front door. Disposing it finishes the requests in flight and refuses new ones. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

/** Opens the front door. Throws {@link ConfigurationError} when the port is taken. */
export async function startHttpServer(
  options: HttpServerOptions,
  dependencies: HttpServerDependencies,
): Promise<HttpServer> {
  const { authenticate, currentDocuments, runOperation, runStream, startExport, log, meters } = dependencies;
  const drain = createDrain(options.drainMs);
  const findDocument = createFindDocument({
    current: currentDocuments,
    isExclusive: options.documentsOnly,
    shared: dependencies.sharedQueries,
  });
  const readAddress = createReadAddress(options.trustedProxies);
  const answerStream = createAnswerStream({ ...options.live, closing: drain.closing, authenticate, log }, runStream);
  const onRefused = meters && (({ code }: Fault) => meters.refused({ code }));
  const door = createGraphDoor(
    { ...options, authenticate, findDocument, readAddress, answerStream, onRefused },
    runOperation,
    log,
  );
  const app = fastify({
    serverFactory: (handle) => openDoor(options, { door, drain, handle, log }),
    clientErrorHandler(error, socket) {
      // What is written here would be taken for the answer that the client waits for.
      if (drain.isAnswering(socket)) socket.destroy();
      else refuseMessage(error, socket);
    },
    return503OnClosing: false, // it would answer without an error code
    routerOptions: { ignoreTrailingSlash: true },
    // Of a path that cannot be decoded; no hook and no other handler sees it.
    frameworkErrors(_error, _request, reply) {
      const headers = { ...securityHeaders, 'content-type': 'application/json; charset=utf-8' };
      reply.raw.writeHead(400, headers).end('{"message":"The path is not a valid URL."}');
    },
  });
  app.removeAllContentTypeParsers(); // only the graph reads bodies, and does so itself
  app.addHook('preClose', () => drain.close(app.server));
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(securityHeaders);
    done();
  });
  registerFaults(app, door);
  await app.register(async (graph) => {
    await registerCrossOrigin(graph, options.corsOrigins);
    registerGraphQL(graph, door, drain.isClosing);
  });
  const isClosing = drain.isClosing;
  registerExport(app, { ...options, findDocument }, { authenticate, readAddress, startExport, isClosing, log });
  registerHealth(app, drain.isClosing);
  registerSchema(app, { ...options, ...dependencies });
  dependencies.registerPages(app);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ message: 'Nothing is served here. POST GraphQL requests to /graphql.' }),
  );
  const url = await listen(app, options);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
    },
  };
}

interface Inside {
  readonly door: GraphDoor;
  readonly drain: Drain;
  /** Fastify, for everything else. */
  readonly handle: RequestListener;
  readonly log: Log;
}

// Longer than the minute for which balancers keep a connection, so that none of them meets one that is being closed.
const KEEP_ALIVE_MS = 72_000;

// How often connections are held against the time that they have.
const LOOK_MS = 500;

function openDoor(options: HttpServerOptions, { door, drain, handle, log }: Inside): Server {
  const { corsOrigins, requestTimeoutMs, tls } = options;
  const limits = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: LOOK_MS,
  };
  return openServer({ limits, tls, log }, (message, response) => {
    drain.enter(response);
    // Nearly every request. The stages of fastify would do nothing for it, and are a seventh of what a small query costs.
    if (isPlainPost(message) && corsOrigins.length === 0 && !drain.isClosing()) void door.post(response);
    else handle(message, response);
  });
}

function isPlainPost({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && url === URL_OF_GRAPH;
}

async function listen(app: FastifyInstance, { host, port, tls }: HttpServerOptions): Promise<string> {
  try {
    const url = await app.listen({ host, port });
    return tls === undefined ? url : url.replace(/^http:/, 'https:');
  } catch (error) {
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new ConfigurationError([
        `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1}.`,
      ]);
    }
    throw error;
  }
}
