/** A service of a reader's in a repository of its own, whose commits are the sides of a diff. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import type { ServiceConfig } from '../../service/config.ts';
import { root } from './duet-process.ts';
import type { Place } from './place.ts';

export interface Change {
  from: string;
  to: string;
}

export interface ServiceHistory {
  /** Its working tree, which is clean. */
  dir: string;
  /** Changes server.js in a commit of its own. */
  commit(change: Change): void;
}

/** The orders of fixtures/examples/node-orders in one commit, with this config beside them. */
export function makeServiceHistory(place: Place, config: Partial<ServiceConfig>): ServiceHistory {
  const dir = join(place.dir, 'orders service');
  const server = join(dir, 'server.js');
  mkdirSync(dir);
  cpSync(join(root, 'fixtures/examples/node-orders/server.js'), server);
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'orders', type: 'module', private: true }));
  writeFileSync(join(dir, 'duet.config.json'), JSON.stringify({ ...CONFIG, ...config }));
  writeFileSync(join(dir, '.gitignore'), 'node_modules\nout\n');
  // What an install would bring, for the checkouts of both sides, which lie in the same place.
  symlinkSync(join(root, 'node_modules'), join(place.dir, 'node_modules'));
  const git = (...args: string[]) =>
    execaSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]).stdout;
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'What there was');
  return {
    dir,
    commit({ from, to }) {
      const text = readFileSync(server, 'utf8');
      if (!text.includes(from)) throw new Error(`server.js has no ${from}`);
      writeFileSync(server, text.replace(from, to));
      git('commit', '--quiet', '--all', '--message', 'What is new');
    },
  };
}

const CONFIG: ServiceConfig = {
  start: `${process.execPath} server.js`,
  env: { PORT: '{port}' },
  database: { from: 'duet' },
  requests: {
    order: { request: 'GET /orders/{n:1-500}', weight: 3 },
    'new-order': {
      ...{ request: 'POST /orders {"customer_id": 3, "amount_cents": 500}', weight: 1 },
      ignore: ['$.id'],
    },
  },
};

/** A query more in the request `order`. */
export const ONE_MORE_QUERY: Change = {
  from: 'const { rows } = await pool.query(SELECT_ORDER',
  to: "await pool.query('SELECT count(*) FROM duet.shop_orders WHERE id = $1', [Number(id)]);\n    const { rows } = await pool.query(SELECT_ORDER",
};

/** Some milliseconds of computing more in the request `order`. */
export const MORE_COMPUTING: Change = {
  from: 'const { rows } = await pool.query(SELECT_ORDER',
  to: 'for (let n = 0; n < 3e6; n++) Math.sqrt(n);\n    const { rows } = await pool.query(SELECT_ORDER',
};

/** The request `order` fails. */
export const FAILING: Change = { ...MORE_COMPUTING, to: `throw new Error('broken');\n    ${MORE_COMPUTING.from}` };

/** Another answer to the request `order`. */
export const OTHER_ANSWER: Change = { from: 'AS customer_total_cents', to: '+ 1 AS customer_total_cents' };
