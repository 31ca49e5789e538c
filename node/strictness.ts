/** Where the stack differs from the contract: bodies, values, paths. */
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { FORMATS, MAX_BODY_BYTES } from './parameters.ts';
import { notFound, sendProblem } from './problems.ts';

/** A body is at most this large, and values are taken as they are: nothing is coerced, nothing silently removed. */
export const STRICT_OPTIONS: FastifyServerOptions = {
  bodyLimit: MAX_BODY_BYTES,
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

/** A body is JSON, declared as application/json; an empty segment of a path matches nothing. */
export function beStrict(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  // Before the body is read: an unknown address is unknown whatever was sent to it. The router takes an empty segment
  // for a parameter's value.
  app.addHook('onRequest', (request, _reply, done) => {
    const unknown = request.is404 || Object.values(request.params as object).includes('');
    if (unknown) done(notFound());
    else done();
  });
}
