/** A small git repository with the files that make a folder a side of a diff, for tests. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';

export interface TestRepository {
  dir: string;
  write(file: string, text: string): void;
  git(...args: string[]): string;
  /** Commits everything that lies there, and returns the commit's full name. */
  commit(message: string): string;
}

/** One commit on main, in a folder with a space in its path. Removing the folder is the caller's. */
export function makeRepository(): TestRepository {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet repository '));
  const repository = repositoryIn(dir);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.write('.gitignore', 'node_modules/\nout/\n.venv/\n*.log\n');
  repository.write('package.json', '{"type":"module"}');
  repository.write('package-lock.json', '{"lock":1}');
  repository.write('node/server.ts', 'first');
  repository.write('python/server.py', 'first');
  repository.write('python/requirements.lock', 'fastapi');
  repository.commit('First');
  repository.write('node_modules/fastify/index.js', 'installed');
  return repository;
}

/** A repository that is there already, such as a clone. */
export function repositoryIn(dir: string): TestRepository {
  const settings = ['user.name=t', 'user.email=t@example.org', 'protocol.file.allow=always'];
  const git = (...args: string[]) =>
    execaSync('git', ['-C', dir, ...settings.flatMap((setting) => ['-c', setting]), ...args]).stdout;
  return {
    dir,
    write(file, text) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    },
    git,
    commit(message) {
      git('add', '.');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
