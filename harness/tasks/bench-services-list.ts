/** The examples of fixtures/examples that come with a change, and what a diff is to find of it. */

export interface Expected {
  /** By its name in duet.config.ts. */
  request: string;
  /** By its id in diff.json. */
  metric: string;
  /** Whether counts and facts show it, without a load. */
  counted: boolean;
}

export interface Example {
  /** Its folder. */
  name: string;
  /** What the change is, in words. */
  change: string;
  /** A program that its build needs beside what duet has. */
  needs?: string;
  /** Each is a regression; in reverse, an improvement. */
  expected: readonly Expected[];
}

const counted = (request: string, metric: string): Expected => ({ request, metric, counted: true });
const measured = (request: string, metric: string): Expected => ({ request, metric, counted: false });

export const SERVICES: readonly Example[] = [
  {
    name: 'express-orders',
    change: 'an N+1, and a lost Promise.all',
    expected: [counted('order', 'statements'), counted('customer', 'waits_in_a_row')],
  },
  {
    name: 'fastapi-items',
    change: 'a lost asyncio.gather, and a query without an index',
    needs: 'python3',
    expected: [counted('item', 'waits_in_a_row'), counted('category', 'blocks')],
  },
  { name: 'go-orders', change: 'a larger answer', needs: 'go', expected: [measured('order', 'cpu')] },
  { name: 'shell-cluster', change: 'a leak', expected: [measured('label', 'growth')] },
];
