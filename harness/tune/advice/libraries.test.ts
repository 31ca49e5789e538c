import { expect, test } from 'vitest';
import type { TuneSubject } from '../../results/tune.ts';
import { librariesOf } from './libraries.ts';

const told = (...templates: string[]): TuneSubject => ({
  kind: 'command',
  command: 'run {port}',
  env: Object.fromEntries(templates.map((template, at) => [`V${at}`, template])),
  request: 'GET /',
});

test.each<[string, TuneSubject, string[]]>([
  ['a pool that may grow beyond its size', told('{pool_size}', '{max_overflow}'), ['sqlalchemy']],
  ['a pool with one bound', told('{pool_max}'), ['pg']],
  ['a pool whose size alone is told', told('{pool_size}'), ['sqlalchemy', 'pg']],
  ['a service that runs already', { kind: 'url', url: 'http://h', hook: 'set {pool_max}', request: 'GET /' }, ['pg']],
  ['our own', { kind: 'own', stack: 'python', form: 'def', workload: 'mix' }, ['sqlalchemy']],
])('%s', (_, subject, libraries) => {
  const { sqlalchemy, pg } = librariesOf(subject);
  expect([...(sqlalchemy ? ['sqlalchemy'] : []), ...(pg ? ['pg'] : [])]).toEqual(libraries);
});
