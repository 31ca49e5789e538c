/** The stack that duet brings for Node 22 beside the one of Node 24, in everything that the harness does with one. */
import { describe, expect, test } from 'vitest';
import { AsyncStack } from './disposable-stack.ts';

describe.for([
  ['the one of this file', AsyncStack],
  ['the one of Node', AsyncDisposableStack],
] as const)('%s', ([, Stack]) => {
  const disposed: string[] = [];
  const late = (name: string) => async () => {
    await new Promise((resolve) => setImmediate(resolve));
    disposed.push(name);
  };

  test('disposes of all, the last first, and once', async () => {
    disposed.length = 0;
    const stack = new Stack();
    const used = { [Symbol.asyncDispose]: late('used') };
    const plain = { [Symbol.dispose]: () => void disposed.push('plain') };
    expect(stack.use(used)).toBe(used);
    expect(stack.use(plain)).toBe(plain);
    expect(stack.use(undefined)).toBe(undefined);
    expect(stack.adopt('adopted', (name) => late(name)())).toBe('adopted');
    stack.defer(late('deferred'));
    await stack.disposeAsync();
    await stack[Symbol.asyncDispose]();
    expect(disposed).toEqual(['deferred', 'adopted', 'plain', 'used']);
    expect(stack.disposed).toBe(true);
    expect(() => stack.defer(() => {})).toThrow(ReferenceError);
    expect(String(stack)).toBe('[object AsyncDisposableStack]');
  });

  test('is empty once another has what it held', async () => {
    disposed.length = 0;
    const stack = new Stack();
    stack.defer(late('moved'));
    const moved = stack.move();
    await stack.disposeAsync();
    expect(disposed).toEqual([]);
    await moved.disposeAsync();
    expect(disposed).toEqual(['moved']);
    expect(() => stack.move()).toThrow(ReferenceError);
  });

  test('disposes of the others where one fails, and has all errors', async () => {
    disposed.length = 0;
    const [first, second] = [new Error('first'), new Error('second')];
    const stack = new Stack();
    stack.defer(late('below'));
    stack.defer(() => Promise.reject(second));
    stack.defer(() => {
      throw first;
    });
    await expect(stack.disposeAsync()).rejects.toMatchObject({
      name: 'SuppressedError',
      error: second,
      suppressed: first,
    });
    expect(disposed).toEqual(['below']);
    const failing = new Stack();
    failing.defer(() => Promise.reject(first));
    await expect(failing.disposeAsync()).rejects.toBe(first);
  });

  test('refuses what cannot be disposed of', () => {
    expect(() => new Stack().use({} as Disposable)).toThrow(TypeError);
  });
});
