import { expect, test } from 'vitest';
import { readVegetaCsv } from './vegeta-csv.ts';

const LINE = '1796044545123456789,200,1234567,0,2,,e30=,duet,3,GET,http://127.0.0.1:1/light,QTogYg==';

test('is read as JSON is, wherever its pieces end', async () => {
  const [result] = await readVegetaCsv([LINE.slice(0, 30), `${LINE.slice(30)}\n`]);
  expect(result).toMatchObject({ attack: 'duet', seq: 3, code: 200, latencyMs: 1.234567, error: '', method: 'GET' });
  expect((result?.sentMs ?? 0) - 1_796_044_545_000).toBeCloseTo(123.456789, 3);
});

test('an error may have commas and quotes', async () => {
  const text =
    '1796044545123456789,0,1,0,0,"Get ""http://127.0.0.1:1/light"": dial tcp, refused",,duet,0,GET,http://a,';
  expect((await readVegetaCsv([text]))[0]?.error).toBe('Get "http://127.0.0.1:1/light": dial tcp, refused');
});

test.each(['a,b,c', LINE.replace('200', 'ok'), LINE.replace('1796', '9'.repeat(30)), '1,2,3', '"'])(
  '%s is refused',
  async (text) => {
    await expect(readVegetaCsv([text])).rejects.toThrow(SyntaxError);
  },
);
