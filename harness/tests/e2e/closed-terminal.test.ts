/** A run in a terminal, which is closed under it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonCommand } from '../../lab/source.ts';
import { readResults } from '../../results/run-folder.ts';
import { environmentIn, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

/** Runs a command in a terminal of 20 columns, closes it when a file has some lines, and prints what it showed and the exit code. */
const TERMINAL = `
import fcntl, json, os, pty, select, struct, sys, termios
from pathlib import Path
out, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
shown = b""
def samples():
    return sum(file.read_text().count("\\n") for file in Path(out).glob("*/samples.jsonl"))
while samples() < 3:
    if select.select([terminal], [], [], 0.05)[0]:
        shown += os.read(terminal, 4096)
os.close(terminal)
_, status = os.waitpid(pid, 0)
print(json.dumps({"shown": shown.decode(errors="replace"), "exitCode": os.waitstatus_to_exitcode(status)}))
`;

test('closed in the middle of a run, it ends that in order: exit 130, finished samples reported, nothing left', async () => {
  const args = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node', '--blocks', '50'];
  const command = [process.execPath, join(root, 'harness/cli.ts'), ...args];
  const { stdout } = await execa(pythonCommand(), ['-c', TERMINAL, place.out, ...command], {
    cwd: place.dir,
    env: environmentIn(place),
    timeout: 120_000,
  });
  const { shown, exitCode } = JSON.parse(stdout) as { shown: string; exitCode: number };
  expect(exitCode, shown).toBe(130);
  // What is rewritten must not wrap, or the line before it would stay.
  const rewritten = shown
    .split('\r\x1b[2K')
    .slice(2)
    .map((line) => line.split(/[\r\n]/, 1)[0] as string);
  expect(rewritten.length).toBeGreaterThan(3);
  expect(rewritten.filter((line) => line.length > 20)).toEqual([]);

  const [folder = ''] = runFolders(place);
  const { status, status_reason, trials } = readResults(join(folder, 'results.json'));
  expect({ status, status_reason, trials }).toEqual({
    status: 'partial',
    status_reason: 'stopped by SIGHUP',
    trials: sampleLines(place).length,
  });
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('stopped by SIGHUP');
  expect(await leftovers(place, [])).toEqual([]);
});
