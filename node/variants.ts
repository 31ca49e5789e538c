/** How the variants of a pattern become routes: each has an address of its own, any other name is refused. */
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The names of the variants of each pattern, for GET /health. */
    variants: Record<string, string[]>;
  }
}

/**
 * Notes the variants of a pattern, and refuses names that are not among them. `url` begins with the pattern and holds
 * ":variant"; the router prefers the variants' own routes. A refusal happens before the body is read, so that an
 * unknown variant is reported whatever else is wrong.
 * @param own variants that the other stack does not have. A refusal does not name them, so that both stacks refuse alike.
 */
export function declareVariants(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  variants: Record<string, unknown>,
  own: Record<string, unknown> = {},
): void {
  const names = Object.keys(variants);
  const others = Object.keys(own);
  app.variants[url.split('/')[1] as string] = [...names, ...others];
  const elsewhere = others.length === 0 ? '' : '; GET /health names those of this stack alone';
  app.route({
    method,
    url,
    onRequest: async () => {
      throw new Problem('unknown-variant', `the variants are ${names.join(', ')}${elsewhere}`, 'variant');
    },
    handler: async () => {},
  });
}
