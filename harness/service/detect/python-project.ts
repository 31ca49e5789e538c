/** A Python project: what it requires, what installs that, and the FastAPI, Flask or Django application in it. */
import type { Folder } from './folder.ts';
import type { Found, Guess, StartGuess } from './found.ts';
import { databaseVariables, variablesOf } from './variables.ts';

/** How its programs are installed, and what stands before their names. */
interface Installer {
  /** Absent where nothing says what is required. */
  build?: Guess;
  run: string;
}

/** What reaches PostgreSQL. */
const DRIVERS = ['psycopg', 'psycopg2', 'psycopg2-binary', 'asyncpg', 'pg8000'];
/** Programs that come with Python, or with packages that others require. */
const PROGRAMS = new Set('python python3 uvicorn gunicorn hypercorn daphne granian waitress-serve flask'.split(' '));
const REQUIREMENTS = ['requirements.txt', 'requirements.lock', 'requirements/production.txt', 'requirements/base.txt'];
const PROJECT = ['pyproject.toml', ...REQUIREMENTS];

export function findPythonProject(folder: Folder): Found | undefined {
  const texts = PROJECT.map((file) => folder.read(file)).filter((text) => text !== undefined);
  const app = applicationOf(folder);
  if (texts.length === 0 && app === undefined) return undefined;
  const requires = (name: string) => texts.some((text) => requirement(name).test(text));
  const installer = installerOf(folder);
  const driver = DRIVERS.find(requires);
  const env = driver === undefined ? {} : databaseVariables(variablesOf(folder), schemeOf(folder, driver));
  const start = app === undefined ? undefined : startOf(app, requires, installer);
  return {
    starts: start === undefined ? [] : [{ ...start, ...(Object.keys(env).length === 0 ? {} : { env }) }],
    migrates: migratesOf(folder, installer),
    installs: installer.build && {
      build: installer.build,
      before: installer.run,
      hasProgram: (name) => PROGRAMS.has(name) || requires(name),
      env,
    },
    ...(driver === undefined ? {} : { database: `${driver} is required` }),
  };
}

/** The name at the begin of a line of requirements.txt, or of a text in pyproject.toml. */
const requirement = (name: string) => new RegExp(`(?:^|["'])\\s*${name}(?![\\w.-]*\\w)`, 'im');

/** The file that makes the application, and the name that it has there. */
interface Application {
  kind: 'asgi' | 'flask' | 'django';
  /** As servers take it, e.g. "app.main:app". */
  target: string;
  file: string;
  /** Where its modules are looked for, from the folder; empty for the folder itself. */
  appDir: string;
}

const MAKES: [kind: Application['kind'], pattern: RegExp][] = [
  ['asgi', /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:fastapi\.)?(?:FastAPI|Starlette|Litestar)\(/m],
  ['asgi', /^(\w+)(?:\s*:\s*\w+)?\s*=\s*create_app\(\)/m],
  ['flask', /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:flask\.)?Flask\(/m],
];

function applicationOf(folder: Folder): Application | undefined {
  const manage = folder.read('manage.py');
  if (manage?.includes('DJANGO_SETTINGS_MODULE') === true) {
    const [, settings = ''] = /DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']/.exec(manage) ?? [];
    return { kind: 'django', target: `${settings.split('.')[0]}.wsgi`, file: 'manage.py', appDir: '' };
  }
  const files = folder.files('.py');
  for (const [kind, pattern] of MAKES) {
    for (const file of files) {
      const [, name] = pattern.exec(folder.read(file) ?? '') ?? [];
      if (name === undefined) continue;
      const inSrc = file.startsWith('src/');
      const module = file
        .slice(inSrc ? 4 : 0, -'.py'.length)
        .replaceAll('/', '.')
        .replace(/\.__init__$/, '');
      return { kind, target: `${module}:${name}`, file, appDir: inSrc ? 'src' : '' };
    }
  }
  return undefined;
}

function startOf(app: Application, requires: (name: string) => boolean, { build, run }: Installer): StartGuess {
  const { kind, target, file, appDir } = app;
  const guess = (text: string): StartGuess => ({
    text: `${run}${text}`,
    from: file,
    ...(build === undefined ? {} : { build }),
  });
  if (kind === 'asgi') {
    return guess(`uvicorn ${target} --port {port}${appDir === '' ? '' : ` --app-dir ${appDir}`}`);
  }
  if (requires('gunicorn')) {
    return guess(`gunicorn ${target} --bind 127.0.0.1:{port}${appDir === '' ? '' : ` --chdir ${appDir}`}`);
  }
  if (kind === 'django') return guess('python manage.py runserver --noreload 127.0.0.1:{port}');
  return guess(`flask --app ${appDir === '' ? target : `${appDir}.${target}`} run --port {port}`);
}

/** By the lock file, as for packages of Node; without one into a folder of its own, as pip documents it. */
function installerOf(folder: Folder): Installer {
  const has = (file: string) => folder.read(file) !== undefined;
  if (has('uv.lock')) return { build: { text: 'uv sync --frozen', from: 'uv.lock' }, run: '.venv/bin/' };
  if (has('poetry.lock')) return { build: { text: 'poetry install', from: 'poetry.lock' }, run: 'poetry run ' };
  const file = REQUIREMENTS.find(has);
  if (file === undefined && !has('pyproject.toml')) return { run: '' };
  const install = file === undefined ? '.venv/bin/pip install .' : `.venv/bin/pip install -r ${file}`;
  const build = { text: `python3 -m venv .venv && ${install}`, from: file ?? 'pyproject.toml' };
  return { build, run: '.venv/bin/' };
}

/** SQLAlchemy takes its driver from the scheme of the address; other libraries know no such scheme. */
function schemeOf(folder: Folder, driver: string): string | undefined {
  const usesSqlalchemy = folder.files('.py').some((file) => /create_(?:async_)?engine\(/.test(folder.read(file) ?? ''));
  return usesSqlalchemy ? `postgresql+${driver.replace('-binary', '')}` : undefined;
}

function migratesOf(folder: Folder, { run }: Installer): Guess[] {
  const alembic = folder.read('alembic.ini') !== undefined;
  const django = folder.read('manage.py') !== undefined;
  return [
    ...(alembic ? [{ text: `${run}alembic upgrade head`, from: 'alembic.ini' }] : []),
    ...(django ? [{ text: `${run}python manage.py migrate`, from: 'manage.py' }] : []),
  ];
}
