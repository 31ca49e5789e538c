/** A Dockerfile: what its last stage starts. The container itself is not used. */
import type { Folder } from './folder.ts';
import type { Found } from './found.ts';
import { withoutShell, withPort } from './shell-line.ts';

export function findDockerfile(folder: Folder): Found | undefined {
  const text = folder.read('Dockerfile')?.replaceAll(/\\\r?\n/g, ' ');
  if (text === undefined) return undefined;
  const last = text.split(/^FROM\s/im).at(-1) ?? '';
  const words = [...wordsOf('ENTRYPOINT', last), ...wordsOf('CMD', last)];
  if (words.length === 0) return undefined;
  const [, exposed] = /^EXPOSE\s+(\d+)/im.exec(last) ?? [];
  const line = withPort(words.join(' '));
  const told = exposed === undefined ? line : line.replace(new RegExp(`\\b${exposed}\\b`), '{port}');
  const env = told.includes('{port}') ? {} : { env: { PORT: '{port}' } };
  return { starts: [{ text: withoutShell(told), from: 'Dockerfile', ...env }] };
}

/** Words of the exec form, ["node", "a.js"], or the line of the shell form. */
function wordsOf(instruction: string, stage: string): string[] {
  const line = [...stage.matchAll(new RegExp(`^${instruction}\\s+(.+?)\\s*$`, 'gim'))].at(-1)?.[1];
  if (line === undefined) return [];
  try {
    const words = JSON.parse(line) as unknown;
    if (Array.isArray(words)) return words.map((word) => quoted(String(word)));
  } catch {
    // The shell form.
  }
  return [line];
}

const quoted = (word: string) => (/^[\w@%+=:,./${}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
