import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LookedAt, makeLookedAt } from '../../tests/builders/looked-at.ts';
import { lookAt } from './look.ts';

let folder: LookedAt;
beforeEach(() => {
  folder = makeLookedAt();
});
afterEach(() => folder[Symbol.dispose]());

/** What is found in a folder with these files. */
const found = (files: Record<string, string>) => folder.found(files);
/** What is found first. */
const first = (files: Record<string, string>) => found(files).starts[0];

test('an empty folder says nothing', () => {
  expect(found({})).toEqual({ starts: [], migrates: [], seeds: [] });
});

describe('Node', () => {
  const packageOf = (members: object) => JSON.stringify({ name: 'orders', ...members });

  test('scripts, lock file, driver, and the variables that its code reads', () => {
    const scripts = { start: 'node dist/server.js', build: 'tsc', 'db:migrate': 'x', seed: 'y' };
    expect(
      found({
        'package.json': packageOf({ scripts, dependencies: { pg: '8', fastify: '5' } }),
        'package-lock.json': '{}',
        'src/server.ts': `listen({ port: process.env.HTTP_PORT }); pool(process.env.DB_URL); get('/healthz')`,
        'node_modules/x/index.js': 'process.env.OTHER_PORT',
      }),
    ).toEqual({
      starts: [
        {
          text: 'node dist/server.js',
          from: 'package.json: scripts.start',
          env: { HTTP_PORT: '{port}', DB_URL: '{database_url}' },
          build: { text: 'npm ci && npm run build', from: 'package-lock.json, package.json: scripts.build' },
        },
        expect.objectContaining({ text: 'node src/server.ts' }),
      ],
      database: 'package.json: pg',
      migrates: [{ text: 'npm run db:migrate', from: 'package.json: scripts.db:migrate' }],
      seeds: [{ text: 'npm run seed', from: 'package.json: scripts.seed' }],
      ready: { text: '/healthz', from: 'src/server.ts' },
    });
  });

  test.each([
    ['pnpm-lock.yaml', '', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', '# yarn lockfile v1\n', 'yarn install --frozen-lockfile'],
    ['yarn.lock', '__metadata:\n', 'yarn install --immutable'],
    ['bun.lock', '{}', 'bun install --frozen-lockfile'],
    ['README.md', '', 'npm install'],
  ])('%s: %s %s', (lock, text, install) => {
    const files = { 'package.json': packageOf({ main: 'server.js', dependencies: { express: '5' } }), [lock]: text };
    expect(first(files)).toMatchObject({ text: 'node server.js', build: { text: install } });
  });

  test('a script that is no plain node is run by its package manager, and one with $PORT is told the port', () => {
    const scripts = { start: 'next start' };
    expect(first({ 'package.json': packageOf({ scripts }) })).toMatchObject({
      text: 'npm run start',
      env: { PORT: '{port}' },
    });
    const told = { start: 'node server.js --port $PORT' };
    expect(first({ 'package.json': packageOf({ scripts: told }) })).toMatchObject({
      text: 'node server.js --port {port}',
      env: {},
    });
  });

  test.each<[name: string, start: string, more: object, text: string]>([
    [
      'of a package',
      'parse-server --port $PORT',
      { 'parse-server': '4' },
      'node_modules/.bin/parse-server --port {port}',
    ],
    ['with variables', 'serve $DIR', { serve: '1' }, "sh -c 'exec node_modules/.bin/serve $DIR'"],
    ['behind an assignment', 'NODE_ENV=production node a.js', {}, 'env NODE_ENV=production node a.js'],
    ['with an operator', 'tsc && node a.js', { tsc: '1' }, 'npm run start'],
    ['that npm alone knows', 'serve', {}, 'npm run start'],
    ['on a Node of its own', 'node a.js', { node: '24' }, 'npm run start'],
  ])(
    'a script with a program %s is run without its package manager where that does the same',
    (_, start, more, text) => {
      const files = { 'package.json': packageOf({ scripts: { start }, dependencies: more }) };
      expect(first(files)?.text).toBe(text);
    },
  );

  test('a program that is installed is known, but where Yarn has no folder for it', () => {
    const files = { 'package.json': packageOf({ scripts: { start: 'nest start' } }), 'node_modules/.bin/nest': '#!' };
    expect(first(files)?.text).toBe('node_modules/.bin/nest start');
    expect(first({ ...files, '.pnp.cjs': '' })?.text).toBe('npm run start');
  });

  test.each([
    ['package-lock.json', '{ "packages": {\n    "node_modules/pg": {\n'],
    ['package-lock.json', '{ "packages": {\n    "node_modules/server/node_modules/pg": {\n'],
    ['pnpm-lock.yaml', 'packages:\n\n  pg@8.16.0:\n'],
    ['pnpm-lock.yaml', 'packages:\n\n  /pg@8.16.0:\n'],
    ['yarn.lock', 'pg@^8.0.0:\n  version "8.16.0"\n'],
    ['yarn.lock', '"pg@npm:^8.0.0":\n  version: 8.16.0\n'],
    ['bun.lock', '{ "packages": {\n    "pg": ["pg@8.16.0", "", {}]'],
  ])('a driver that another package brings, by %s: %s', (lock, text) => {
    const scripts = { start: 'server --database $DATABASE_URL' };
    const files = (start: object) => ({ 'package.json': packageOf({ scripts: start, dependencies: { server: '1' } }) });
    expect(found({ ...files(scripts), [lock]: text }).database).toBe(`${lock}: pg`);
    expect(found({ ...files(scripts), [lock]: text.replaceAll('pg', 'pg-format') }).database).toBeUndefined();
    expect(found({ ...files({ start: 'server' }), [lock]: text }).database).toBeUndefined();
  });

  test.each([
    ['pnpm-workspace.yaml', 'pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
    ['package.json', 'package-lock.json', 'npm ci'],
    ['README.md', 'pnpm-lock.yaml', 'npm install'],
  ])('in a workspace, which %s tells, the lock file at its top counts', (workspace, lock, install) => {
    mkdirSync(path.join(folder.dir, '.git'));
    const files = { [workspace]: '{ "workspaces": ["services/*"] }', [lock]: '{}' };
    const own = { 'services/api/package.json': packageOf({ main: 'server.js', dependencies: { express: '5' } }) };
    found({ ...files, ...own });
    expect(lookAt(path.join(folder.dir, 'services/api')).starts[0]?.build?.text).toBe(install);
  });

  test('a file alone, and nothing to build', () => {
    const start = first({ 'server.js': 'process.env.PORT' });
    expect(start).toEqual({ text: 'node server.js', from: 'server.js', env: { PORT: '{port}' } });
  });
});

describe('Python', () => {
  test('FastAPI with requirements, SQLAlchemy on asyncpg and Alembic', () => {
    expect(
      found({
        'requirements.txt': 'fastapi==0.165\nSQLAlchemy[asyncio]\nasyncpg>=0.30\n',
        'alembic.ini': '',
        'app/main.py': 'app: FastAPI = FastAPI(title="x")\n@app.get("/health")\n',
        'app/db.py': 'engine = create_async_engine(os.environ["DATABASE_URL"])',
      }),
    ).toEqual({
      starts: [
        {
          text: '.venv/bin/uvicorn app.main:app --port {port}',
          from: 'app/main.py',
          env: { DATABASE_URL: '{database_url:postgresql+asyncpg}' },
          build: {
            text: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
            from: 'requirements.txt',
          },
        },
      ],
      database: 'asyncpg is required',
      migrates: [{ text: '.venv/bin/alembic upgrade head', from: 'alembic.ini' }],
      seeds: [],
      ready: { text: '/health', from: 'app/main.py' },
    });
  });

  test.each<[name: string, files: Record<string, string>, text: string, build: string]>([
    [
      'uv, and sources in src',
      {
        'pyproject.toml': 'dependencies = ["fastapi", "uvicorn"]',
        'uv.lock': '',
        'src/shop/__init__.py': 'api = FastAPI()',
      },
      '.venv/bin/uvicorn shop:api --port {port} --app-dir src',
      'uv sync --frozen',
    ],
    [
      'Poetry, and Flask without a server of its own',
      { 'pyproject.toml': '"flask"', 'poetry.lock': '', 'app.py': 'app = Flask(__name__)' },
      'poetry run flask --app app:app run --port {port}',
      'poetry install',
    ],
    [
      'Flask with gunicorn',
      { 'requirements.txt': 'flask\ngunicorn\n', 'wsgi.py': 'application = Flask(__name__)' },
      '.venv/bin/gunicorn wsgi:application --bind 127.0.0.1:{port}',
      'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
    ],
    [
      'Django',
      { 'pyproject.toml': '"django"', 'manage.py': `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")` },
      '.venv/bin/python manage.py runserver --noreload 127.0.0.1:{port}',
      'python3 -m venv .venv && .venv/bin/pip install .',
    ],
  ])('%s', (_, files, text, build) => expect(first(files)).toMatchObject({ text, build: { text: build } }));

  test('a driver is not one whose name only begins like it', () => {
    expect(found({ 'requirements.txt': 'psycopg-toolbox\n' }).database).toBeUndefined();
    expect(found({ 'requirements.txt': 'psycopg[binary]==3.3\n' }).database).toBe('psycopg is required');
  });
});

test('Go: the package main that listens', () => {
  expect(
    found({
      'go.mod': 'module shop\nrequire github.com/jackc/pgx/v5 v5.7.0\n',
      'cmd/tool/main.go': 'package main\n',
      'cmd/api/main.go': 'package main\nhttp.ListenAndServe(":" + os.Getenv("API_PORT"), nil)\nos.Getenv("DB_HOST")',
    }),
  ).toMatchObject({
    starts: [
      {
        text: './duet-service',
        from: 'cmd/api',
        env: { API_PORT: '{port}', DB_HOST: '{db_host}' },
        build: { text: 'go build -o duet-service ./cmd/api', from: 'go.mod' },
      },
      { from: 'cmd/tool' },
    ],
    database: 'go.mod: github.com/jackc/pgx',
  });
});

test('Go: a flag for the port', () => {
  const main = 'package main\nport := flag.Int("port", 8080, "where")\n';
  expect(first({ 'go.mod': '', 'main.go': main })).toMatchObject({ text: './duet-service -port {port}', env: {} });
});

test('Python: nothing says what is required, so nothing is installed', () => {
  expect(first({ 'app.py': 'app = FastAPI()' })).toEqual({ text: 'uvicorn app:app --port {port}', from: 'app.py' });
});

test('what duet itself reads is no source', () => {
  expect(
    found({ 'duet.config.ts': `ready: '/health', x: process.env.MY_PORT`, 'server.js': '' }).ready,
  ).toBeUndefined();
});
