/** How the variants of a pattern become routes: one address each, other names are refused. */
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The names of the variants of each pattern, for GET /health. */
    variants: Record<string, string[]>;
  }
}

interface Variants<Operation> {
  /** By name, what both stacks have. */
  variants: Record<string, Operation>;
  /** What the other stack does not have. A refusal does not name them, so that both stacks refuse in the same way. */
  own?: Record<string, Operation>;
}

/**
 * Notes the variants and gives each a route. `url` begins with the pattern and holds ":variant"; `add` adds the route of
 * one variant.
 *
 * Any other name is refused before the body is read, so that an unknown variant is reported whatever else is wrong.
 */
export function variantRoutes<Operation>(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  { variants, own = {} }: Variants<Operation>,
  add: (url: string, operation: Operation) => void,
): void {
  const every = { ...variants, ...own };
  app.variants[url.split('/')[1] as string] = Object.keys(every);
  for (const [variant, operation] of Object.entries(every)) add(url.replace(':variant', variant), operation);
  const known = Object.keys(variants).join(', ');
  const elsewhere = Object.keys(own).length === 0 ? '' : '; GET /health names those of this stack alone';
  app.route({
    method,
    url,
    onRequest: async () => {
      throw new Problem('unknown-variant', `the variants are ${known}${elsewhere}`, 'variant');
    },
    handler: async () => {},
  });
}
