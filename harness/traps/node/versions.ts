/** What the demonstrations ran on. */
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';

const require = createRequire(import.meta.url);
const versionOf = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
const libraries = Object.fromEntries(['pg', 'fastify', 'undici'].map((name) => [name, versionOf(name)]));
console.log(JSON.stringify({ 'Node.js': process.versions.node, ...libraries, piscina: Piscina.version }));
