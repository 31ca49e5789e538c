/** The size of the CPU report, asked of made-up services whose speed is known. */
import { expect, test } from 'vitest';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import { rawServer } from '../tests/servers/raw-server.ts';
import { calibrate } from './calibrate.ts';

const lab = { death: () => undefined } as unknown as Lab;

/** Calibrates a service that computes so many orders in a millisecond. Nothing waits: it only says what it would have taken. */
async function calibrateAt(ordersPerMs: number, targetMs: number) {
  const asked: number[] = [];
  await using server = await rawServer((socket, request) => {
    const { size } = JSON.parse(request.slice(request.indexOf('{'))) as { size: number };
    asked.push(size / ordersPerMs);
    const body = JSON.stringify({ busy_ms: size / ordersPerMs });
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  const service = { stack: 'python', url: server.url, death: () => undefined } as unknown as Service;
  const { size } = await calibrate(lab, service, targetMs, AbortSignal.timeout(10_000));
  return { size, spentMs: asked.reduce((sum, ms) => sum + ms, 0) };
}

test.each([
  ['Python', 120, 500],
  ['Node', 1_200, 500],
  ['Python', 120, 3_000],
  ['Node', 1_200, 3_000],
  ['a very slow machine', 10, 500],
])('at the speed of %s, %i orders per ms, the report takes %i ms', async (_name, ordersPerMs, targetMs) => {
  const { size } = await calibrateAt(ordersPerMs, targetMs);
  expect(size / ordersPerMs / targetMs).toBeCloseTo(1, 2);
});

test('neither stack spends longer on its calibration than a report takes', async () => {
  for (const ordersPerMs of [120, 1_200]) {
    expect((await calibrateAt(ordersPerMs, 500)).spentMs).toBeLessThan(500);
  }
});
