/** What is said for where a service is deployed: a script, a Procfile, a Dockerfile. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LookedAt, makeLookedAt } from '../../tests/builders/looked-at.ts';

let folder: LookedAt;
beforeEach(() => {
  folder = makeLookedAt();
});
afterEach(() => folder[Symbol.dispose]());

/** What is found in a folder with these files. */
const found = (files: Record<string, string>) => folder.found(files);
/** What is found first. */
const first = (files: Record<string, string>) => found(files).starts[0];

test.each<[name: string, file: string, text: string, start: object]>([
  [
    'the variable',
    'start.sh',
    'exec node a.js --port "$WEB_PORT"',
    { text: 'sh start.sh', env: { WEB_PORT: '{port}' } },
  ],
  [
    'the web process',
    'Procfile',
    'worker: x\nweb: bundle exec puma -p $PORT\n',
    { text: 'bundle exec puma -p {port}' },
  ],
  [
    'a shell where one is needed',
    'Procfile',
    'web: cd api && ./run\n',
    { text: "sh -c 'cd api && ./run'", env: { PORT: '{port}' } },
  ],
  [
    'a shell that does not stay',
    'Procfile',
    'web: run --name $NAME --port $PORT\n',
    { text: "sh -c 'exec run --name $NAME --port {port}'" },
  ],
  [
    'the last stage',
    'Dockerfile',
    'FROM a\nCMD ["x"]\nFROM b\nEXPOSE 8000\nCMD ["uvicorn", "a:b", "--port", "8000"]',
    { text: 'uvicorn a:b --port {port}' },
  ],
  [
    'entry point and arguments',
    'Dockerfile',
    'FROM a\nENTRYPOINT ["java", "-jar"]\nCMD ["/a b.jar"]',
    { text: "java -jar '/a b.jar'", env: { PORT: '{port}' } },
  ],
  [
    'the shell form',
    'Dockerfile',
    'FROM a\nCMD gunicorn a:b \\\n  --bind :$PORT',
    { text: 'gunicorn a:b    --bind :{port}' },
  ],
])('%s of a %s', (_, file, text, start) => expect(first({ [file]: text })).toMatchObject(start));

describe('a command that is said for a deployment gets what the project installs', () => {
  const build = {
    text: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
    from: 'requirements.txt',
  };

  test.each([
    ['web: datasette serve a.db --port $PORT', '.venv/bin/datasette serve a.db --port {port}'],
    ['web: gunicorn a:b --bind :$PORT', '.venv/bin/gunicorn a:b --bind :{port}'],
    [
      'web: uvicorn a:b --port $PORT --root-path $AT',
      "sh -c 'exec .venv/bin/uvicorn a:b --port {port} --root-path $AT'",
    ],
    ['web: ./run $PORT', './run {port}'],
  ])('%s', (line, text) => {
    expect(first({ 'requirements.txt': 'datasette==0.64.8\n', Procfile: `${line}\n` })).toMatchObject({ text, build });
  });

  test('with the variables of its database', () => {
    const files = {
      'package.json': '{ "dependencies": { "pg": "8", "server": "1" } }',
      'db.js': 'process.env.DB_HOST',
      Dockerfile: 'FROM node\nEXPOSE 80\nCMD ["server", "--port", "80"]',
    };
    expect(first(files)).toMatchObject({
      text: 'node_modules/.bin/server --port {port}',
      env: { DB_HOST: '{db_host}' },
      build: { text: 'npm install' },
    });
  });
});
