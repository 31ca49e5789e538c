/** How the variants of a pattern become routes: each has an address of its own, any other name is refused. */
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.ts';

/**
 * Refuses names that are not in `variants`. `url` holds ":variant"; the router prefers the variants' own routes.
 * It happens before the body is read, so that an unknown variant is reported whatever else is wrong.
 */
export function refuseUnknownVariants(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  variants: Record<string, unknown>,
): void {
  const known = Object.keys(variants).join(', ');
  app.route({
    method,
    url,
    onRequest: async () => {
      throw new Problem('unknown-variant', `the variants are ${known}`, 'variant');
    },
    handler: async () => {},
  });
}
