/** What the demonstrations ran on. */
import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('pg/package.json') as { version: string };
console.log(JSON.stringify({ 'Node.js': process.versions.node, pg: version }));
