/** Where the stack differs from the contract: bodies, values, paths, slow and many clients. */
import type { Server } from 'node:http';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { FORMATS, MAX_BODY_BYTES } from './parameters.ts';
import { notFound, refuseClient, sendProblem } from './problems.ts';
import { MAX_CLIENTS, REQUEST_TIMEOUT_MS } from './settings.ts';

/** The headers of a request that is complete in time are there sooner. */
const HEADERS_TIMEOUT_MS = REQUEST_TIMEOUT_MS / 2;
/** How often Node looks for requests that take too long. */
const CHECK_EVERY_MS = 2_000;

/** A body is at most this large and takes at most this long, and values are taken as they are: nothing is coerced, nothing silently removed. */
export const STRICT_OPTIONS: FastifyHttpOptions<Server> = {
  bodyLimit: MAX_BODY_BYTES,
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
  clientErrorHandler: refuseClient,
  exposeHeadRoutes: false,
  // A long id is a wrong value, not an unknown route.
  routerOptions: { maxParamLength: 16_384 },
  // A bad escape in a path matches nothing.
  frameworkErrors: (_error, _request, reply) => sendProblem(reply, notFound()),
  // The schema refuses unknown fields, whatever their names; nothing here merges objects.
  onProtoPoisoning: 'ignore',
  onConstructorPoisoning: 'ignore',
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, formats: FORMATS } },
};

/** Clients are bounded; a body is JSON, declared as application/json; an empty segment of a path matches nothing. */
export function beStrict(app: FastifyInstance): void {
  app.server.maxConnections = MAX_CLIENTS;
  app.removeContentTypeParser('text/plain');
  // Before the body is read: an unknown address is unknown whatever was sent to it. The router takes an empty segment
  // for a parameter's value.
  app.addHook('onRequest', (request, _reply, done) => {
    const unknown = request.is404 || Object.values(request.params as object).includes('');
    if (unknown) done(notFound());
    else done();
  });
}
