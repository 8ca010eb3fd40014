// ECMAScript, section "Promise Objects": what is there at once, or later. A store in memory gives all at once, and the way through its answers should cost no promises.

export type MaybePromise<T> = T | Promise<T>;

/** Goes on with a value: at once where it is there. What `next` throws is thrown at once as well, or rejects. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
