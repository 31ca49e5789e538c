/**
 * AsyncDisposableStack for Node 22, on which duet runs as a package: there is Symbol.asyncDispose, and not yet this class.
 * Node 24 has it. Importing this file puts it where the other classes of the language are.
 */

/** As in ECMAScript's proposal for explicit resource management. */
export class AsyncStack implements AsyncDisposableStack {
  #last: (() => unknown)[] = [];
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  use<T extends AsyncDisposable | Disposable | null | undefined>(value: T): T {
    if (value === null || value === undefined) return value;
    const dispose = Symbol.asyncDispose in value ? value[Symbol.asyncDispose] : (value as Disposable)[Symbol.dispose];
    if (typeof dispose !== 'function') throw new TypeError('what is used cannot be disposed');
    this.defer(() => dispose.call(value));
    return value;
  }

  adopt<T>(value: T, onDisposeAsync: (value: T) => PromiseLike<void> | void): T {
    this.defer(() => onDisposeAsync(value));
    return value;
  }

  defer(onDisposeAsync: () => PromiseLike<void> | void): void {
    this.#refuseDisposed();
    this.#last.push(onDisposeAsync);
  }

  move(): AsyncDisposableStack {
    this.#refuseDisposed();
    const moved = new AsyncStack();
    moved.#last = this.#last;
    this.#last = [];
    this.#disposed = true;
    return moved;
  }

  /** The last first, each after the one before. All are disposed, also after one has failed. */
  async disposeAsync(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const errors: unknown[] = [];
    for (const dispose of this.#last.toReversed()) {
      try {
        await dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors.reduce(suppressed);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync();
  }

  get [Symbol.toStringTag](): string {
    return 'AsyncDisposableStack';
  }

  #refuseDisposed(): void {
    if (this.#disposed) throw new ReferenceError('the stack is disposed');
  }
}

/** What both errors are when disposing failed twice. Node 22 has no SuppressedError either. */
const suppressed = (earlier: unknown, error: unknown): Error =>
  Object.assign(new Error('An error was suppressed during disposal', { cause: error }), {
    name: 'SuppressedError',
    error,
    suppressed: earlier,
  });

globalThis.AsyncDisposableStack ??= AsyncStack as AsyncDisposableStackConstructor;
